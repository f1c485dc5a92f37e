from odoo.exceptions import UserError


class SlotTaken(UserError):
    """The start asked for is not free (any more).

    ``alternatives`` is a list of :class:`~.availability.Slot`, nearest first,
    free when the exception was raised; it may be empty.
    """

    def __init__(self, message, alternatives=()):
        super().__init__(message)
        self.alternatives = list(alternatives)


class BookingRefused(UserError):
    """The profile of this account leaves booking to staff; ``service`` was asked for."""

    def __init__(self, service):
        super().__init__(
            service.env._("Online booking is not open to your account: ask us for an appointment.")
        )
        self.service = service


class OutsideSectors(UserError):
    """No sector covers ``address`` (a contact): nothing can be booked online there."""

    def __init__(self, env, address):
        town = " ".join(filter(None, [address.zip, address.city])) or address.display_name
        super().__init__(
            env._(
                "Our technicians do not go to %(town)s: nothing is booked. Check the postcode,"
                " or leave us a request.",
                town=town,
            )
        )
        self.address = address


class VisitRefused(UserError):
    """Something is missing before a technician can come.

    ``missing`` is a list of ``(code, words)``, in the order to settle it.
    """

    def __init__(self, missing):
        super().__init__("\n".join(words for _code, words in missing))
        self.missing = list(missing)

from .common import RendezvousCase


class ContactCase(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.france = cls.env.ref("base.fr")
        (cls.parent | cls.child | cls.sibling).write({"country_id": cls.france.id})

    def person(self, lastname="Durand", firstname="Zoé", user=None, **values):
        Partner = self.env["res.partner"].with_user(user or self.agent)
        return Partner.create({"lastname": lastname, "firstname": firstname, **values})

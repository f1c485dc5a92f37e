class FeedError(Exception):
    """A calendar that cannot be had or read: ``code`` says why, for the words of the caller.

    ``status`` is what the other server answered, 0 when it is not about that.
    """

    def __init__(self, code: str, status: int = 0):
        super().__init__(f"{code} {status}" if status else code)
        self.code = code
        self.status = status

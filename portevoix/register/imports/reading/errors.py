"""What stops the reading of a whole file, with the sentence that is shown."""


class UnreadableFile(Exception):
    """The file cannot be read at all. `message` and `suggestion` are French sentences."""

    def __init__(self, message: str, suggestion: str = ""):
        super().__init__(message)
        self.message, self.suggestion = message, suggestion


class MappingError(ValueError):
    """The column mapping given does not fit. `message` is a French sentence."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message

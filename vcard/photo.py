import base64
import re

SIGNATURES = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"))
DATA_URI = re.compile(r"data:[^,]{0,200},", re.IGNORECASE)


def image_type(content):
    """Return jpeg, png, gif or webp from the first bytes, nothing for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((name for mark, name in SIGNATURES if content.startswith(mark)), "")


def decode_photo(text):
    """Return the bytes of a photo given as base64 or as a data URI.

    :raises ValueError: it is no picture
    """
    encoded = "".join(DATA_URI.sub("", text, count=1).split()).rstrip("=")
    try:
        content = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except ValueError as error:  # of base64, or of characters beyond ASCII
        raise ValueError("not base64") from error
    if not image_type(content):
        raise ValueError("not a picture")
    return content

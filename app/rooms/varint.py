"""The numbers and byte strings of the Yjs v1 encoding, read without trusting any of them."""

MAX_NUMBER = 2**53 - 1  # what a JavaScript number holds exactly
_SEVEN_BITS = 0x7F
_MORE = 0x80
_MAX_SHIFT = 49  # eight bytes hold 53 bits


class Malformed(ValueError):
    """Bytes that are not what they are said to be; the message is for the log and the client's developer."""


def read(data: bytes, at: int) -> tuple[int, int]:
    """The number at `at` and where the next thing begins; Malformed when it is too large, IndexError at the end."""
    byte = data[at]
    at += 1
    if byte < _MORE:
        return byte, at
    number, shift = byte & _SEVEN_BITS, 7
    while True:
        byte = data[at]
        at += 1
        number |= (byte & _SEVEN_BITS) << shift
        if byte < _MORE:
            break
        shift += 7
        if shift > _MAX_SHIFT:
            raise Malformed("a number of more than eight bytes")
    if number > MAX_NUMBER:
        raise Malformed("a number of more than 53 bits")
    return number, at


def read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    """The byte string at `at`, whose claimed length is checked before anything is taken."""
    length, at = read(data, at)
    end = at + length
    if end > len(data):
        raise Malformed("a length that goes beyond the end")
    return data[at:end], end


def write(number: int) -> bytes:
    """The number in as few bytes as it takes."""
    if number < _MORE:
        return bytes((number,))
    out = bytearray()
    while number >= _MORE:
        out.append(number & _SEVEN_BITS | _MORE)
        number >>= 7
    out.append(number)
    return bytes(out)


def write_bytes(data: bytes) -> bytes:
    """The byte string with its length before it."""
    return write(len(data)) + data


def read_vector(data: bytes) -> dict[int, int]:
    """A state vector: to each client how many of its characters are known; Malformed when it is none."""
    try:
        count, at = read(data, 0)
        vector: dict[int, int] = {}
        for _ in range(count):  # ends at the last byte, whatever count claims
            client, at = read(data, at)
            vector[client], at = read(data, at)
    except IndexError:
        raise Malformed("a state vector that was cut short") from None
    if at != len(data) or len(vector) != count:
        raise Malformed("a state vector with bytes left over or a client twice")
    return vector

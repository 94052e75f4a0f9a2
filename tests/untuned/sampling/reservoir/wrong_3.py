"""Takes the key of an item from a digest of seed and text, to be independent of the process. Equal items get equal keys. Violates "Each
utterance counts by itself, also where two are equal". Shows on 99 "stop" and one "go", k = 1: "go" comes for half of the seeds."""
import hashlib
import heapq


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    heap = []
    for i, item in enumerate(stream):
        digest = hashlib.blake2b(f"{seed}|{item!r}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        entry = (int.from_bytes(digest, "big"), i, item)
        if len(heap) < k:
            heapq.heappush(heap, entry)
        elif entry > heap[0]:
            heapq.heapreplace(heap, entry)
    return [item for _, _, item in heap]

def reference(batches):
    errors = [float(error) for batch in batches for error in batch]
    return math.sqrt(math.fsum(error * error for error in errors) / len(errors))

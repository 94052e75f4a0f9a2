"""Plain Python: lists of rows, one running sum of squares and a counter. Policies: none."""


def cross_val_mse(make_model, make_scaler, X, y, folds):
    rows, prices = [list(map(float, row)) for row in X], [float(price) for price in y]
    total, tested = 0.0, 0
    for fold in folds:
        test = [int(i) for i in fold]
        train = [i for i in range(len(rows)) if i not in test]
        scaler = make_scaler()
        scaler.fit([rows[i] for i in train])
        model = make_model()
        model.fit(scaler.transform([rows[i] for i in train]), [prices[i] for i in train])
        predicted = model.predict(scaler.transform([rows[i] for i in test]))
        for i, number in zip(test, predicted.ravel().tolist()):
            total += (prices[i] - number) ** 2
            tested += 1
    return total / tested

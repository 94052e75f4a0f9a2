"""sklearn's LinearModelLoss with HalfBinomialLoss, the loss of LogisticRegression"""

import numpy as np
from sklearn._loss import HalfBinomialLoss
from sklearn.linear_model._linear_loss import LinearModelLoss


def logreg_loss_grad(w, b, X, y, lam):
    loss = LinearModelLoss(base_loss=HalfBinomialLoss(), fit_intercept=True)
    X, y = np.array(X, dtype=float), np.array(y, dtype=float)
    if y.shape != (len(X),) or not np.isin(y, [0.0, 1.0]).all():
        raise ValueError("y is not one label 0 or 1 per applicant")
    coef = np.append(np.asarray(w, dtype=float), float(b))
    value, grad = loss.loss_gradient(coef, X, y, l2_reg_strength=float(lam))
    return float(value), grad[:-1].copy(), float(grad[-1])

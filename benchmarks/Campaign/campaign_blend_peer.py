"""The same blend by scikit-learn and XGBoost, on the same columns and folds.

python3 campaign_blend_peer.py FOLDER ROWS COLUMNS REPEATS FOLDS CONTINUOUS...
FOLDER holds labels.f64, and for each repeat and fold a matrix REPEAT-FOLD.f64 of all rows and assignment REPEAT.f64 (doubles, row by row).
Prints one JSON line with the means over all folds.
"""

import json
import sys

import numpy as np
import sklearn
import xgboost
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import SplineTransformer, StandardScaler
from sklearn.svm import SVC

folder = sys.argv[1]
rows, columns, repeats, folds = map(int, sys.argv[2:6])
continuous = list(map(int, sys.argv[6:]))
others = [j for j in range(columns) if j not in continuous]
labels = np.fromfile(f"{folder}/labels.f64")


def spline_logistic(train, y, test):
    splines = SplineTransformer(n_knots=5, degree=3, knots="quantile", extrapolation="linear", include_bias=False)
    train, test = (
        np.hstack([splines.fit_transform(train[:, continuous]), train[:, others]]),
        np.hstack([splines.transform(test[:, continuous]), test[:, others]]),
    )
    scaler = StandardScaler().fit(train)
    return LogisticRegression(C=0.01, max_iter=5000, tol=1e-8).fit(scaler.transform(train), y).predict_proba(scaler.transform(test))[:, 1]


def support_vectors(train, y, test):
    scaler = StandardScaler().fit(train)
    train, test = scaler.transform(train), scaler.transform(test)
    decisions = np.zeros(len(y))
    for inner, outer in StratifiedKFold(3, shuffle=True, random_state=0).split(train, y):
        decisions[outer] = SVC(C=3, gamma=0.01).fit(train[inner], y[inner]).decision_function(train[outer])
    platt = LogisticRegression(C=1e6).fit(decisions[:, None], y)
    return platt.predict_proba(SVC(C=3, gamma=0.01).fit(train, y).decision_function(test)[:, None])[:, 1]


def boosted_trees(train, y, test):
    return np.mean(
        [
            xgboost.XGBClassifier(
                n_estimators=300, max_depth=4, learning_rate=0.05, subsample=0.7, colsample_bytree=0.5, min_child_weight=3,
                reg_lambda=2, tree_method="hist", random_state=seed, n_jobs=2,
            ).fit(train, y).predict_proba(test)[:, 1]
            for seed in range(3)
        ],
        axis=0,
    )


scores = []
for repeat in range(repeats):
    assignment = np.fromfile(f"{folder}/{repeat}.f64")
    for fold in range(folds):
        matrix = np.fromfile(f"{folder}/{repeat}-{fold}.f64").reshape(rows, columns)
        test = assignment == fold
        train, y = matrix[~test], labels[~test]
        blend = np.mean([learner(train, y, matrix[test]) for learner in (spline_logistic, support_vectors, boosted_trees)], axis=0)
        scores.append([roc_auc_score(labels[test], blend), average_precision_score(labels[test], blend), brier_score_loss(labels[test], blend)])
auc, precision, brier = np.mean(scores, axis=0)
print(json.dumps({"version": f"scikit-learn {sklearn.__version__} and XGBoost {xgboost.__version__}", "rocAuc": auc, "prAuc": precision, "brier": brier}))

"""scikit-learn, SciPy and XGBoost at the work of our learners, for ./bench learners.

    python3 learners_peer.py CASE FILE... [name=value ...]

Files are raw little-endian doubles, row after row, named NAME-ROWS-COLUMNS.f64. Each run is one case in a fresh process with two threads; it prints
one line of JSON: {"case", "version", "seconds" (median of the repeats), "runs", "peakMb", "quality": {name: number}}. Loading the files is not timed.

Options of all cases: repeats=3, threads=2. X are inputs, y labels, H and h inputs and labels held out for quality.

    CASE        FILES           OPTIONS and what is done
    kmeans      X starts        precision=double|single, tolerance=1e-4, iterations=300; Lloyd from the given starts
    minibatch   X starts        batch=1024, iterations=100; MiniBatchKMeans from the given starts
    gmm         X starts        iterations=10; full covariance from the given means, equal weights, unit covariances; no early stop
    silhouette  X labels
    ward        X               clusters=9; scipy.cluster.hierarchy.ward, quality has the sum of the last 20 heights
    average     X               the same with average linkage
    dbscan      X               eps=0.9, min_points=10
    pca         X               the 10 strongest components
    logistic    X y H h         c=1, tolerance=1e-4, solver=lbfgs|newton-cholesky; quality "gradient": largest component per row
    gbt_fit     X y H h         trees=200, depth=6, eta=0.1, save=FILE; XGBoost hist, binning included
    hgb_fit     X y H h         trees=200, depth=6, eta=0.1; HistGradientBoosting without early stopping
    gbt_score   X               model=FILE from gbt_fit; all rows at once
    gbt_single  X               model=FILE, rows=2000; one row at a time, seconds is the median of one row
    treeshap    X               model=FILE, rows=10000; exact contributions
    svm         X y H h         c=1; RBF with gamma "scale"
    forest      X y H h         trees=100
    extratrees  X y H h         trees=100
    isotonic    X y             the first column against the labels
"""
import json
import os
import sys
import time
import warnings

FILES = [argument for argument in sys.argv[2:] if "=" not in argument]
OPTIONS = dict(argument.split("=", 1) for argument in sys.argv[2:] if "=" in argument)
THREADS = int(OPTIONS.get("threads", 2))
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(THREADS)  # Read once, when numpy is imported.

import numpy as np  # noqa: E402

REPEATS = int(OPTIONS.get("repeats", 3))
PEAKS = []


def option(name, default):
    return type(default)(OPTIONS.get(name, default))


def load(file):
    rows, columns = (int(part) for part in os.path.basename(file).removesuffix(".f64").split("-")[-2:])
    return np.fromfile(file, dtype="<f8").reshape(rows, columns)


def inputs(at=0):
    return load(FILES[at])


def labels(at=1):
    return load(FILES[at])[:, 0]


def timed(work):
    """Seconds of each repeat, and what the last one gave."""
    runs, result = [], None
    for _ in range(REPEATS):
        result = None  # Two results at once would count twice in the peak.
        start = time.perf_counter()
        result = work()
        runs.append(time.perf_counter() - start)
    PEAKS.append(peak_megabytes())  # Before the quality is judged, which is no part of the work.
    return runs, result


def judged(y, p):
    from sklearn.metrics import average_precision_score, log_loss, roc_auc_score

    return {"rocAuc": roc_auc_score(y, p), "averagePrecision": average_precision_score(y, p), "logLoss": log_loss(y, p)}


def kmeans():
    from sklearn.cluster import KMeans

    dtype = np.float32 if OPTIONS.get("precision") == "single" else np.float64
    x, starts = inputs().astype(dtype, copy=False), inputs(1).astype(dtype, copy=False)
    runs, fit = timed(lambda: KMeans(
        n_clusters=len(starts), init=starts, n_init=1, algorithm="lloyd", tol=option("tolerance", 1e-4), max_iter=option("iterations", 300)).fit(x))
    return runs, {"inertia": fit.inertia_, "iterations": fit.n_iter_}


def minibatch():
    from sklearn.cluster import MiniBatchKMeans

    x, starts = inputs(), inputs(1)
    runs, fit = timed(lambda: MiniBatchKMeans(
        n_clusters=len(starts), init=starts, n_init=1, batch_size=option("batch", 1024), max_iter=option("iterations", 100), random_state=1).fit(x))
    return runs, {"inertia": fit.inertia_, "steps": fit.n_steps_}


def gmm():
    from sklearn.mixture import GaussianMixture

    x, starts = inputs(), inputs(1)
    k, d = starts.shape
    # random_from_data is the cheapest start; it is computed and then replaced by the given one.
    runs, fit = timed(lambda: GaussianMixture(
        k, covariance_type="full", tol=0, reg_covar=1e-6, max_iter=option("iterations", 10), init_params="random_from_data", random_state=1,
        weights_init=np.full(k, 1 / k), means_init=starts, precisions_init=np.tile(np.eye(d), (k, 1, 1))).fit(x))
    return runs, {"logLikelihood": fit.score(x), "lowerBound": fit.lower_bound_, "iterations": fit.n_iter_}


def silhouette():
    from sklearn.metrics import silhouette_score

    x, y = inputs(), labels()
    runs, score = timed(lambda: silhouette_score(x, y))
    return runs, {"silhouette": score}


def linkage(method):
    from scipy.cluster.hierarchy import fcluster
    from scipy.cluster.hierarchy import linkage as link

    x = inputs()
    runs, merges = timed(lambda: link(x, method))
    sizes = np.bincount(fcluster(merges, option("clusters", 9), "maxclust"))[1:]
    return runs, {"lastHeights": merges[-20:, 2].sum(), "largest": sizes.max(), "smallest": sizes.min()}


def dbscan():
    from sklearn.cluster import DBSCAN

    x = inputs()
    runs, fit = timed(lambda: DBSCAN(eps=option("eps", 0.9), min_samples=option("min_points", 10), n_jobs=THREADS).fit(x))
    return runs, {"clusters": fit.labels_.max() + 1, "noise": (fit.labels_ == -1).sum(), "core": len(fit.core_sample_indices_)}


def pca():
    from sklearn.decomposition import PCA

    x = inputs()
    runs, fit = timed(lambda: PCA(n_components=min(10, x.shape[1])).fit(x))
    return runs, {"firstRatio": fit.explained_variance_ratio_[0], "allRatios": fit.explained_variance_ratio_.sum()}


def logistic():
    from sklearn.linear_model import LogisticRegression

    x, y = inputs(), labels()
    c, solver = option("c", 1.0), option("solver", "lbfgs")
    runs, fit = timed(lambda: LogisticRegression(C=c, solver=solver, tol=option("tolerance", 1e-4), max_iter=10_000).fit(x, y))
    residual = fit.predict_proba(x)[:, 1] - y
    gradient = np.append(x.T @ residual + fit.coef_[0] / c, residual.sum())
    return runs, {"gradient": np.abs(gradient).max() / len(y), "iterations": fit.n_iter_[0], **judged(labels(3), fit.predict_proba(inputs(2))[:, 1])}


def gbt_fit():
    import xgboost

    x, y = inputs(), labels()
    settings = {
        "objective": "binary:logistic", "tree_method": "hist", "max_depth": option("depth", 6), "eta": option("eta", 0.1), "nthread": THREADS}
    # The quantile matrix bins at once and keeps no copy of the values: faster and smaller than a DMatrix.
    runs, booster = timed(lambda: xgboost.train(settings, xgboost.QuantileDMatrix(x, y, nthread=THREADS), option("trees", 200)))
    if "save" in OPTIONS:
        booster.save_model(OPTIONS["save"])
    return runs, judged(labels(3), booster.inplace_predict(inputs(2)))


def hgb_fit():
    from sklearn.ensemble import HistGradientBoostingClassifier

    x, y = inputs(), labels()
    runs, fit = timed(lambda: HistGradientBoostingClassifier(
        max_iter=option("trees", 200), max_depth=option("depth", 6), max_leaf_nodes=2 ** option("depth", 6), learning_rate=option("eta", 0.1),
        early_stopping=False, random_state=1).fit(x, y))
    return runs, judged(labels(3), fit.predict_proba(inputs(2))[:, 1])


def booster():
    import xgboost

    result = xgboost.Booster({"nthread": THREADS})
    result.load_model(OPTIONS["model"])
    return result


def gbt_score():
    x, model = inputs(), booster()
    runs, p = timed(lambda: model.inplace_predict(x))
    return runs, {"mean": p.mean()}


def gbt_single():
    x, model = inputs(), booster()
    model.set_param({"nthread": 1})  # One row has no work for a second thread, and waking it costs more than the row.
    rows = [x[i:i + 1] for i in range(min(option("rows", 2000), len(x)))]
    for row in rows[:100]:
        model.inplace_predict(row)
    runs = []
    for row in rows:
        start = time.perf_counter()
        model.inplace_predict(row)
        runs.append(time.perf_counter() - start)
    return runs, {"p99": float(np.quantile(runs, 0.99))}


def treeshap():
    import xgboost

    x, model = inputs()[:option("rows", 10_000)], booster()
    data = xgboost.DMatrix(x, nthread=THREADS)
    runs, contributions = timed(lambda: model.predict(data, pred_contribs=True))
    margins = model.predict(data, output_margin=True)
    return runs, {"rows": len(x), "additivity": np.abs(contributions.astype(np.float64).sum(axis=1) - margins).max()}


def svm():
    from sklearn.svm import SVC

    x, y = inputs(), labels()
    runs, fit = timed(lambda: SVC(C=option("c", 1.0), kernel="rbf", gamma="scale", cache_size=200).fit(x, y))
    from sklearn.metrics import roc_auc_score

    return runs, {"supportVectors": fit.n_support_.sum(), "rocAuc": roc_auc_score(labels(3), fit.decision_function(inputs(2)))}


def trees(learner):
    import sklearn.ensemble

    x, y = inputs(), labels()
    runs, fit = timed(lambda: getattr(sklearn.ensemble, learner)(n_estimators=option("trees", 100), n_jobs=THREADS, random_state=1).fit(x, y))
    from sklearn.metrics import average_precision_score, roc_auc_score

    # No log-loss: full-grown trees give probabilities of 0 and 1, which make it a matter of clipping.
    p = fit.predict_proba(inputs(2))[:, 1]
    return runs, {"rocAuc": roc_auc_score(labels(3), p), "averagePrecision": average_precision_score(labels(3), p)}


def isotonic():
    from sklearn.isotonic import IsotonicRegression

    x, y = inputs()[:, 0].copy(), labels()
    runs, fit = timed(lambda: IsotonicRegression(out_of_bounds="clip").fit(x, y))
    return runs, {"meanSquaredError": np.square(fit.predict(x) - y).mean()}


CASES = {
    "kmeans": kmeans, "minibatch": minibatch, "gmm": gmm, "silhouette": silhouette, "dbscan": dbscan, "pca": pca, "logistic": logistic,
    "gbt_fit": gbt_fit, "hgb_fit": hgb_fit, "gbt_score": gbt_score, "gbt_single": gbt_single, "treeshap": treeshap, "svm": svm, "isotonic": isotonic,
    "ward": lambda: linkage("ward"), "average": lambda: linkage("average"),
    "forest": lambda: trees("RandomForestClassifier"), "extratrees": lambda: trees("ExtraTreesClassifier"),
}


def version(case):
    if case in ("ward", "average"):
        import scipy

        return "SciPy " + scipy.__version__
    if case in ("gbt_fit", "gbt_score", "gbt_single", "treeshap"):
        import xgboost

        return "XGBoost " + xgboost.__version__
    import sklearn

    return "scikit-learn " + sklearn.__version__


def peak_megabytes():
    # Not getrusage: its ru_maxrss starts at the size of the process that started this one.
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in CASES:
        sys.exit(__doc__)
    warnings.filterwarnings("ignore", category=UserWarning)  # A mixture that was told to make ten steps warns that it has not converged.
    runs, quality = CASES[sys.argv[1]]()
    print(json.dumps({
        "case": sys.argv[1], "version": version(sys.argv[1]), "seconds": float(np.median(runs)), "runs": [round(run, 6) for run in runs[:20]],
        "peakMb": round(PEAKS[0] if PEAKS else peak_megabytes(), 1), "quality": {name: float(value) for name, value in quality.items()}}))


if __name__ == "__main__":
    main()

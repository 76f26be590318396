using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>The losses of <see cref="GradientBoostingObjective"/> and their derivatives by the margin.</summary>
internal static class BoostingLoss
{
    /// <summary>XGBoost's least second derivative: a row that is as good as certain still counts in a leaf.</summary>
    private const double LeastCurvature = 1e-16;

    /// <summary>First and second derivative.</summary>
    public static Vector128<double> Gradient(GradientBoostingObjective objective, double margin, double target, double weight)
    {
        if (objective == GradientBoostingObjective.SquaredError)
        {
            return Vector128.Create(weight * (margin - target), weight);
        }

        double probability = LogisticRegressionModel.Sigmoid(margin);
        return Vector128.Create(weight * (probability - target), weight * Math.Max(probability * (1 - probability), LeastCurvature));
    }

    public static double Loss(GradientBoostingObjective objective, double margin, double target) =>
        objective == GradientBoostingObjective.SquaredError
            ? 0.5 * (margin - target) * (margin - target)
            : Math.Max(margin, 0) + double.LogP1(Math.Exp(-Math.Abs(margin))) - (target * margin);

    /// <summary>The constant margin with the least loss; rows without weight say nothing.</summary>
    public static double BestConstant(GradientBoostingObjective objective, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            sum += weight * targets[i];
            total += weight;
        }

        double mean = sum / total;
        return objective == GradientBoostingObjective.SquaredError ? mean : Math.Log(mean / (1 - mean));
    }
}

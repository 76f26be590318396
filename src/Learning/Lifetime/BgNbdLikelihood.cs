namespace Clientele.Learning;

/// <summary>
/// Minus the log-likelihood of <see cref="BgNbd"/>, with its derivatives by r, α, a, b in that order. Equation 6 of the paper as in its appendix:
/// ln L = A₁ + A₂ + ln(e^A₃ + e^A₄), the last term for repeaters only.
/// </summary>
internal sealed class BgNbdLikelihood
{
    private readonly PurchaseHistories _histories;
    private readonly double _penalty;
    private readonly RisingLogarithms _fromR;
    private readonly RisingLogarithms _fromB;
    private readonly RisingLogarithms _fromAPlusB;

    public BgNbdLikelihood(PurchaseHistories histories, double penalty)
    {
        int most = 0;
        foreach (PurchaseHistory history in histories.Histories)
        {
            most = Math.Max(most, history.Repeats);
        }

        (_histories, _penalty) = (histories, penalty);
        (_fromR, _fromB, _fromAPlusB) = (new(most), new(most), new(most));
    }

    /// <summary>All but α, which has a unit.</summary>
    public static ReadOnlySpan<int> Penalised => [0, 2, 3];

    /// <inheritdoc cref="LikelihoodSearch.Objective"/>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        (double r, double alpha, double a, double b) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        _fromR.Set(r);
        _fromB.Set(b);
        _fromAPlusB.Set(a + b);
        double sum = 0;
        ReadOnlySpan<PurchaseHistory> histories = _histories.Histories;
        for (int i = 0; i < histories.Length; i++)
        {
            sum += Add(histories[i], _histories.Weights[i], r, alpha, a, b, gradient, hessian);
        }

        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < i; j++)
            {
                hessian[(j * 4) + i] = hessian[(i * 4) + j];
            }
        }

        return sum + LikelihoodSearch.Penalise(_penalty, Penalised, parameters, gradient, hessian);
    }

    /// <summary>One history: its value is returned, its derivatives are added (of the Hessian the lower triangle).</summary>
    private double Add(PurchaseHistory history, double weight, double r, double alpha, double a, double b, Span<double> gradient, Span<double> hessian)
    {
        int x = history.Repeats;
        double end = alpha + history.Age;
        double last = alpha + history.Recency;
        double a3 = -(r + x) * Math.Log(end / alpha);
        double still = 1;
        double log = a3;
        if (x > 0)
        {
            double a4 = Math.Log(a / (b + x - 1)) - ((r + x) * Math.Log(last / alpha));
            double e = Math.Exp(-Math.Abs(a3 - a4));
            still = (a3 >= a4 ? 1 : e) / (1 + e);
            log = Math.Max(a3, a4) + Math.Log(1 + e);
        }

        // Shares of the two cases, and how their slopes by (r, α, a, b) differ. A₁ and the logarithms of α cancel in part: they are taken together.
        double gone = 1 - still;
        double d0 = Math.Log(last / end);
        double d1 = (r + x) * ((1 / last) - (1 / end));
        (double d2, double d3) = x > 0 ? (-1 / a, 1 / (b + x - 1)) : (0, 0);
        gradient[0] -= weight * (_fromR.Slope(x) - Math.Log(end / alpha) - (gone * d0));
        gradient[1] -= weight * ((r / alpha) - ((r + x) / end) - (gone * d1));
        gradient[2] -= weight * (-_fromAPlusB.Slope(x) - (gone * d2));
        gradient[3] -= weight * (_fromB.Slope(x) - _fromAPlusB.Slope(x) - (gone * d3));

        double both = still * gone;
        double over = still / (end * end);
        double under = gone / (last * last);
        hessian[0] -= weight * (_fromR.Curvature(x) + (both * d0 * d0));
        hessian[4] -= weight * ((1 / alpha) - (still / end) - (gone / last) + (both * d1 * d0));
        hessian[5] -= weight * ((-r / (alpha * alpha)) + ((r + x) * (over + under)) + (both * d1 * d1));
        hessian[8] -= weight * both * d2 * d0;
        hessian[9] -= weight * both * d2 * d1;
        hessian[10] -= weight * (-_fromAPlusB.Curvature(x) - (gone * d2 * d2) + (both * d2 * d2));
        hessian[12] -= weight * both * d3 * d0;
        hessian[13] -= weight * both * d3 * d1;
        hessian[14] -= weight * (-_fromAPlusB.Curvature(x) + (both * d3 * d2));
        hessian[15] -= weight * (_fromB.Curvature(x) - _fromAPlusB.Curvature(x) + (gone * d3 * d3) + (both * d3 * d3));
        return -weight * (_fromR.Value(x) - (x * Math.Log(alpha)) + _fromB.Value(x) - _fromAPlusB.Value(x) + log);
    }
}

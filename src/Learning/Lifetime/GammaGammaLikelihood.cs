namespace Clientele.Learning;

/// <summary>Minus the log-likelihood of <see cref="GammaGamma"/> (equation 1a of the paper), with its derivatives by p, q, γ in that order.</summary>
internal sealed class GammaGammaLikelihood(PurchaseValue[] values, double[]? weights, double penalty)
{
    /// <summary>All but γ, which has a unit.</summary>
    public static ReadOnlySpan<int> Penalised => [0, 1];

    /// <inheritdoc cref="LikelihoodSearch.Objective"/>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        (double p, double q, double gamma) = (parameters[0], parameters[1], parameters[2]);
        double logGammaQ = GammaFunctions.LogGamma(q);
        double digammaQ = GammaFunctions.Digamma(q);
        double trigammaQ = GammaFunctions.Trigamma(q);
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            (int x, double mean) = values[i];
            double weight = weights is null ? 1 : weights[i];
            double spent = x * mean;
            double rate = gamma + spent;
            double px = p * x;
            double shape = px + q;
            double logShare = Math.Log(spent / rate);
            double logRest = Math.Log(gamma / rate);
            double trigamma = GammaFunctions.Trigamma(shape);
            double digamma = GammaFunctions.Digamma(shape);

            sum -= weight * (GammaFunctions.LogGamma(shape) - GammaFunctions.LogGamma(px) - logGammaQ + (q * logRest) + (px * logShare) - Math.Log(mean));
            gradient[0] -= weight * x * (digamma - GammaFunctions.Digamma(px) + logShare);
            gradient[1] -= weight * (digamma - digammaQ + logRest);
            gradient[2] -= weight * ((q / gamma) - (shape / rate));
            hessian[0] -= weight * x * x * (trigamma - GammaFunctions.Trigamma(px));
            hessian[3] -= weight * x * trigamma;
            hessian[4] -= weight * (trigamma - trigammaQ);
            hessian[6] += weight * x / rate;
            hessian[7] -= weight * spent / (gamma * rate);
            hessian[8] -= weight * ((shape / (rate * rate)) - (q / (gamma * gamma)));
        }

        (hessian[1], hessian[2], hessian[5]) = (hessian[3], hessian[6], hessian[7]);
        return sum + LikelihoodSearch.Penalise(penalty, Penalised, parameters, gradient, hessian);
    }
}

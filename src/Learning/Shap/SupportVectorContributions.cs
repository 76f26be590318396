using System.Buffers;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// What each column adds to the decision value of a support vector machine on the straight way from a reference row: integrated gradients (Sundararajan,
/// Taly &amp; Yan, Axiomatic Attribution for Deep Networks, 2017), which are the values of Aumann and Shapley for the columns. With
/// <see cref="ExpectedValue"/> they add up to the decision value. O(support vectors · columns) per row; immutable, safe from any thread, no allocation
/// per row.
/// </summary>
/// <remarks>
/// For the RBF kernel, with u = support vector − reference and d = row − reference, the kernel at reference + t·d is exp(−γ(‖u‖² − 2t·d·u + t²‖d‖²)), so
/// one product d·u serves all nodes of a Gauss–Legendre rule. The rule is so fine that the sum of the integrals is wrong by at most 10⁻⁶; what is wrong
/// is then spread over the columns in proportion to their absolute contributions. A linear kernel needs no integral.
/// </remarks>
public sealed class SupportVectorContributions
{
    private const int Lanes = 4;
    private const int MostNodes = 12;

    /// <summary>Beyond it a kernel value, e^(−6²), is lost in rounding.</summary>
    private const double Reach = 6;

    private const double Tolerance = 1e-6;

    private static readonly (double[] Nodes, double[] Weights)[] Rules = [.. Enumerable.Range(1, MostNodes).Select(GaussLegendre.Rule)];

    private readonly double[] _reference;

    /// <summary>Support vectors less the reference, row by row; for the linear kernel their sum, weighted: one row.</summary>
    private readonly double[] _vectors;

    // One per support vector, rounded up to whole lanes with zeros: dual coefficients and −γ‖u‖².
    private readonly double[] _duals;
    private readonly double[] _exponents;

    private readonly SupportVectorKernel _kernel;
    private readonly double _gamma;
    private readonly double _intercept;

    /// <summary>Distance of the farthest support vector from the reference, times √γ.</summary>
    private readonly double _radius;

    /// <summary>For each rule the longest way, times √γ, over which it is fine enough.</summary>
    private readonly double[] _longest;

    /// <param name="reference">The row to compare with; empty: all zeros, which is the mean of standardised rows.</param>
    /// <exception cref="ArgumentException">The reference does not have one finite value per column.</exception>
    public SupportVectorContributions(SupportVectorModel model, ReadOnlySpan<double> reference = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        _reference = reference.IsEmpty ? new double[model.Columns] : reference.ToArray();
        InputChecks.SameLength(model.Columns, _reference.Length, nameof(reference));
        InputChecks.FiniteRow(_reference, nameof(reference));
        (_kernel, _gamma, _intercept) = (model.Kernel, model.Gamma, model.Intercept);
        ReadOnlySpan<double> duals = model.DualCoefficients.Span;
        (_duals, _exponents, _longest) = ([], [], []);
        if (_kernel == SupportVectorKernel.Linear)
        {
            _vectors = new double[Columns];
            for (int i = 0; i < duals.Length; i++)
            {
                VectorKernels.AddScaled(duals[i], model.SupportVectors.Span.Slice(i * Columns, Columns), _vectors);
            }

            ExpectedValue = _intercept + VectorKernels.Dot(_vectors, _reference);
            return;
        }

        _vectors = model.SupportVectors.ToArray();
        int padded = (duals.Length + Lanes - 1) / Lanes * Lanes;
        (_duals, _exponents) = (new double[padded], new double[padded]);
        duals.CopyTo(_duals);
        for (int i = 0; i < duals.Length; i++)
        {
            Span<double> vector = _vectors.AsSpan(i * Columns, Columns);
            VectorKernels.AddScaled(-1, _reference, vector);
            double square = _gamma * VectorKernels.Dot(vector, vector);
            _exponents[i] = -square;
            _radius = Math.Max(_radius, Math.Sqrt(square));
        }

        _longest = LongestWays(duals);
        ExpectedValue = Explain(_reference, new double[Columns]);
    }

    public int Columns => _reference.Length;

    /// <summary>The decision value of the reference row.</summary>
    public double ExpectedValue { get; }

    /// <param name="into">Gets one contribution per column; together with <see cref="ExpectedValue"/> they are the decision value.</param>
    /// <returns>The decision value of the row.</returns>
    /// <exception cref="ArgumentException">The row or the span does not have one value per column, or the row has no finite distance to the reference.</exception>
    public double Explain(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        InputChecks.SameLength(Columns, into.Length, nameof(into));
        row.CopyTo(into);
        VectorKernels.AddScaled(-1, _reference, into);
        double square = VectorKernels.Dot(into, into);
        if (!double.IsFinite(square))
        {
            throw new ArgumentException($"The squared distance of the row to the reference is {square}; it must be finite.", nameof(row));
        }

        return _kernel == SupportVectorKernel.Linear ? ExplainLinear(into) : ExplainRbf(into, square);
    }

    private double ExplainLinear(Span<double> way)
    {
        double decision = ExpectedValue;
        for (int j = 0; j < way.Length; j++)
        {
            way[j] *= _vectors[j];
            decision += way[j];
        }

        return decision;
    }

    private double ExplainRbf(Span<double> way, double square)
    {
        // No kernel counts for the part of the way that is farther from the reference than this.
        double length = Math.Sqrt(_gamma * square);
        double share = Math.Min(1, (_radius + Reach) / length);
        (int rule, int panels) = RuleFor(share * length);
        int nodes = (rule + 1) * panels;
        int vectors = _vectors.Length / Columns;
        double[] scratch = ArrayPool<double>.Shared.Rent(_duals.Length + Columns + (3 * nodes));
        try
        {
            Span<double> kernels = scratch.AsSpan(0, _duals.Length);
            Span<double> pull = scratch.AsSpan(_duals.Length, Columns);
            Span<double> places = scratch.AsSpan(_duals.Length + Columns, 3 * nodes);
            Lay(rule, panels, share, _gamma * square, places);
            VectorKernels.Dots(way, _vectors, kernels[..vectors]);
            kernels[vectors..].Clear();
            (double decision, double push) = Integrate(kernels, places, _gamma * square);
            pull.Clear();
            VectorKernels.AddScaledRows(kernels[..vectors], _vectors, pull);

            for (int j = 0; j < way.Length; j++)
            {
                way[j] *= -2 * _gamma * ((way[j] * push) - pull[j]);
            }

            Complete(way, decision - ExpectedValue);
            return decision;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scratch);
        }
    }

    /// <summary>Integrates the kernels along the way, each weighted with its dual coefficient.</summary>
    /// <param name="kernels">Holds the products with the way, and gets the integrals of the kernels.</param>
    /// <returns>The decision value at the end of the way; the sum of the integrals of t times the kernels.</returns>
    private (double Decision, double Push) Integrate(Span<double> kernels, ReadOnlySpan<double> places, double square)
    {
        int nodes = places.Length / 3;
        ReadOnlySpan<double> at = places[..nodes];
        ReadOnlySpan<double> weights = places.Slice(nodes, nodes);
        ReadOnlySpan<double> squares = places.Slice(2 * nodes, nodes);
        Vector256<double> decisions = Vector256<double>.Zero;
        Vector256<double> pushes = Vector256<double>.Zero;
        for (int i = 0; i < kernels.Length; i += Lanes)
        {
            Span<double> lanes = kernels.Slice(i, Lanes);
            Vector256<double> fixedPart = Vector256.Create<double>(_exponents.AsSpan(i, Lanes));
            Vector256<double> slope = Vector256.Create<double>(lanes) * (2 * _gamma);
            Vector256<double> kernel = Vector256<double>.Zero;
            Vector256<double> push = Vector256<double>.Zero;
            for (int q = 0; q < nodes; q++)
            {
                Vector256<double> weighted = VectorKernels.Exp(fixedPart + (slope * at[q]) - Vector256.Create(squares[q])) * weights[q];
                kernel += weighted;
                push += weighted * at[q];
            }

            Vector256<double> duals = Vector256.Create<double>(_duals.AsSpan(i, Lanes));
            decisions += duals * VectorKernels.Exp(fixedPart + slope - Vector256.Create(square));
            pushes += duals * push;
            (duals * kernel).CopyTo(lanes);
        }

        return (_intercept + decisions[0] + decisions[1] + (decisions[2] + decisions[3]), pushes[0] + pushes[1] + (pushes[2] + pushes[3]));
    }

    /// <summary>Spreads what the quadrature left over, so that the contributions add up to the change.</summary>
    private static void Complete(Span<double> contributions, double change)
    {
        double absolute = 0;
        foreach (double contribution in contributions)
        {
            change -= contribution;
            absolute += Math.Abs(contribution);
        }

        if (absolute > 0)
        {
            foreach (ref double contribution in contributions)
            {
                contribution += change * (Math.Abs(contribution) / absolute);
            }
        }
    }

    /// <summary>Writes the nodes of all panels: t, weight, γ·t²·‖way‖².</summary>
    private static void Lay(int rule, int panels, double share, double square, Span<double> into)
    {
        (double[] at, double[] weights) = Rules[rule];
        int nodes = into.Length / 3;
        for (int q = 0; q < nodes; q++)
        {
            double t = share * ((q / at.Length) + at[q % at.Length]) / panels;
            (into[q], into[nodes + q], into[(2 * nodes) + q]) = (t, share * weights[q % at.Length] / panels, t * t * square);
        }
    }

    /// <summary>The smallest rule that is fine enough for a way of this length times √γ; for long ones the largest, over several panels.</summary>
    private (int Rule, int Panels) RuleFor(double length)
    {
        for (int rule = 0; rule < MostNodes; rule++)
        {
            if (length <= _longest[rule])
            {
                return (rule, 1);
            }
        }

        // The errors of all panels together: with each, its own falls with the power 2n + 1.
        return (MostNodes - 1, (int)Math.Ceiling(Math.Pow(length / _longest[^1], 1 + (0.5 / MostNodes))));
    }

    /// <summary>
    /// The contributions' sum is the integral of the decision value's derivative, and the m-th derivative of e^(−x²) is nowhere larger than
    /// 2ᵐ·Γ((m + 1) / 2) / √π: so the error of a rule of n nodes over a way of length l is at most Σ|dual| · factor(n) · 2²ⁿ⁺¹·n! / √π · l²ⁿ⁺¹.
    /// </summary>
    private static double[] LongestWays(ReadOnlySpan<double> duals)
    {
        double sum = 0;
        foreach (double dual in duals)
        {
            sum += Math.Abs(dual);
        }

        return [.. Enumerable.Range(1, MostNodes).Select(n =>
        {
            double factor = sum * GaussLegendre.ErrorFactor(n) * Math.Pow(2, (2 * n) + 1) * GaussLegendre.Factorial(n) / Math.Sqrt(Math.PI);
            return Math.Pow(Tolerance / factor, 1.0 / ((2 * n) + 1));
        })];
    }
}

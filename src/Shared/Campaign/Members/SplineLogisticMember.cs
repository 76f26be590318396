using System.Text.Json.Serialization;
using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>Logistic regression in which columns with many values are bent by cubic splines. A column's contribution is that of all its spline functions.</summary>
/// <param name="Curves">The columns that are bent, ascending.</param>
/// <param name="Basis">Their splines; null where there are none.</param>
/// <param name="Standardizer">Of the splines and, after them, of the other columns.</param>
internal sealed record SplineLogisticMember(int Width, IReadOnlyList<int> Curves, BSplineBasis? Basis, Standardizer Standardizer, LogisticRegressionModel Model) : ResponseMember, IJsonOnDeserialized
{
    public const string Learner = "spline_logistic";

    private const int Knots = 5;

    [JsonIgnore]
    public override string Name => Learner;

    [JsonIgnore]
    public override int Columns => Width;

    [JsonIgnore]
    public int[] Others => [.. Enumerable.Range(0, Width).Except(Curves)];

    /// <exception cref="InvalidDataException">The parts do not fit together.</exception>
    public void OnDeserialized()
    {
        int expanded = (Basis?.OutputColumns ?? 0) + Width - Curves.Count;
        if (Curves.Any(curve => curve < 0 || curve >= Width) || (Basis?.Columns ?? 0) != Curves.Count || Standardizer.Means.Length != expanded || Model.Coefficients.Length != expanded)
        {
            throw new InvalidDataException($"a spline logistic regression of {Width} columns, {Curves.Count} curves and {Model.Coefficients.Length} coefficients");
        }
    }

    public static SplineLogisticMember Fit(Matrix inputs, double[] labels, IReadOnlyList<int> curves, double l2, CancellationToken cancellation)
    {
        BSplineBasis? basis = null;
        if (curves.Count > 0)
        {
            basis = BSplineBasis.Fit(inputs.TakeColumns(curves), new BSplineBasisOptions { Knots = Knots, IncludeBias = false, Extrapolation = SplineExtrapolation.Linear }, null, cancellation);
        }

        int[] others = [.. Enumerable.Range(0, inputs.Columns).Except(curves)];
        var expanded = new Matrix(inputs.Rows, (basis?.OutputColumns ?? 0) + others.Length);
        var expander = new SplineExpander(curves, others, basis);
        for (int i = 0; i < inputs.Rows; i++)
        {
            expander.Expand(inputs.Row(i), expanded.RowToWrite(i));
        }

        Standardizer standardizer = Standardizer.Fit(expanded, cancellation);
        for (int i = 0; i < inputs.Rows; i++)
        {
            standardizer.Transform(expanded.Row(i), expanded.RowToWrite(i));
        }

        LogisticRegressionModel model = LogisticRegression.Fit(expanded, labels, [], new LogisticRegressionOptions { L2 = l2, Tolerance = 1e-6, Threads = 1 }, null, cancellation);
        return new SplineLogisticMember(inputs.Columns, curves, basis, standardizer, model);
    }

    internal override MemberScorer CreateScorer() => new Scorer(this);

    private sealed class Scorer(SplineLogisticMember member) : MemberScorer
    {
        private readonly SplineExpander _expander = new(member.Curves, member.Others, member.Basis);
        private readonly int[] _others = member.Others;
        private readonly int _functions = member.Basis?.FunctionsPerColumn ?? 0;
        private readonly double[] _expanded = new double[member.Model.Coefficients.Length];

        public override double Expected => member.Model.Intercept;

        public override double LogOdds(ReadOnlySpan<double> row)
        {
            _expander.Expand(row, _expanded);
            member.Standardizer.Transform(_expanded, _expanded);
            return member.Model.Margin(_expanded);
        }

        public override double Explain(ReadOnlySpan<double> row, Span<double> into)
        {
            double logOdds = LogOdds(row);
            ReadOnlySpan<double> coefficients = member.Model.Coefficients.Span;
            int at = 0;
            for (int j = 0; j < member.Curves.Count; j++)
            {
                double sum = 0;
                for (int k = 0; k < _functions; k++, at++)
                {
                    sum += coefficients[at] * _expanded[at];
                }

                into[member.Curves[j]] = sum;
            }

            foreach (int other in _others)
            {
                into[other] = coefficients[at] * _expanded[at];
                at++;
            }

            return logOdds;
        }
    }
}

/// <summary>A row's splines and, after them, its other columns. Not thread-safe.</summary>
internal sealed class SplineExpander(IReadOnlyList<int> curves, int[] others, BSplineBasis? basis)
{
    private readonly double[] _bent = new double[curves.Count];

    public void Expand(ReadOnlySpan<double> row, Span<double> into)
    {
        for (int j = 0; j < _bent.Length; j++)
        {
            _bent[j] = row[curves[j]];
        }

        int splines = basis?.OutputColumns ?? 0;
        basis?.Transform(_bent, into[..splines]);
        for (int j = 0; j < others.Length; j++)
        {
            into[splines + j] = row[others[j]];
        }
    }
}

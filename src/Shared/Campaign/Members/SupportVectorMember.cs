using System.Text.Json.Serialization;
using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>A support vector machine on standardised columns, its decision values made log-odds by Platt's line, fitted on rows that its machines had not seen. Contributions are integrated gradients.</summary>
internal sealed record SupportVectorMember(Standardizer Standardizer, SupportVectorModel Model, PlattModel Platt) : ResponseMember, IJsonOnDeserialized
{
    public const string Learner = "support_vectors";

    private const int InnerFolds = 3;

    private SupportVectorContributions? _contributions;

    [JsonIgnore]
    public override string Name => Learner;

    [JsonIgnore]
    public override int Columns => Model.Columns;

    /// <exception cref="InvalidDataException">The parts do not fit together.</exception>
    public void OnDeserialized()
    {
        if (Standardizer.Means.Length != Model.Columns)
        {
            throw new InvalidDataException($"a support vector machine of {Model.Columns} columns with {Standardizer.Means.Length} means");
        }
    }

    public static SupportVectorMember Fit(Matrix inputs, double[] labels, long[] groups, SupportVectorOptions options, int seed, CancellationToken cancellation)
    {
        Standardizer standardizer = Standardizer.Fit(inputs, cancellation);
        Matrix rows = standardizer.Transform(inputs);
        int[] folds = StratifiedKFold.Assign(labels, groups, InnerFolds, seed);
        var decisions = new double[rows.Rows];
        for (int fold = 0; fold < InnerFolds; fold++)
        {
            int[] known = [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)];
            SupportVectorModel model = SupportVectorClassifier.Fit(rows.Take(known), [.. known.Select(row => labels[row])], [], options, null, cancellation);
            for (int row = 0; row < folds.Length; row++)
            {
                decisions[row] = folds[row] == fold ? model.Decision(rows.Row(row)) : decisions[row];
            }
        }

        PlattModel platt = Learning.Platt.Fit(decisions, labels, [], new PlattOptions(), null, cancellation);
        return new SupportVectorMember(standardizer, SupportVectorClassifier.Fit(rows, labels, [], options, null, cancellation), platt);
    }

    internal override MemberScorer CreateScorer() => new Scorer(this);

    private sealed class Scorer(SupportVectorMember member) : MemberScorer
    {
        private readonly double[] _row = new double[member.Columns];

        public override double Expected => (member.Platt.Slope * Contributions.ExpectedValue) + member.Platt.Intercept;

        // From the mean of the training rows, which is zero when standardised.
        private SupportVectorContributions Contributions => member._contributions ??= new SupportVectorContributions(member.Model);

        public override double LogOdds(ReadOnlySpan<double> row)
        {
            member.Standardizer.Transform(row, _row);
            return (member.Platt.Slope * member.Model.Decision(_row)) + member.Platt.Intercept;
        }

        public override double Explain(ReadOnlySpan<double> row, Span<double> into)
        {
            member.Standardizer.Transform(row, _row);
            double decision = Contributions.Explain(_row, into);
            foreach (ref double contribution in into)
            {
                contribution *= member.Platt.Slope;
            }

            return (member.Platt.Slope * decision) + member.Platt.Intercept;
        }
    }
}

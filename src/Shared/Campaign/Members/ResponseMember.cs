using System.Text.Json.Serialization;
using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>One fitted learner of a blend: a customer's columns → log-odds of a response. Immutable, safe from any thread.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "learner")]
[JsonDerivedType(typeof(SplineLogisticMember), SplineLogisticMember.Learner)]
[JsonDerivedType(typeof(BoostedTreesMember), BoostedTreesMember.Learner)]
[JsonDerivedType(typeof(SupportVectorMember), SupportVectorMember.Learner)]
[JsonDerivedType(typeof(ForestMember), ForestMember.Learner)]
public abstract record ResponseMember
{
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Columns of the rows that it takes.</summary>
    [JsonIgnore]
    public abstract int Columns { get; }

    /// <summary>With memory of its own: one for each worker.</summary>
    internal abstract MemberScorer CreateScorer();

    /// <summary>Log-odds of every row.</summary>
    internal double[] LogOdds(Matrix rows)
    {
        MemberScorer scorer = CreateScorer();
        var logOdds = new double[rows.Rows];
        for (int i = 0; i < logOdds.Length; i++)
        {
            logOdds[i] = scorer.LogOdds(rows.Row(i));
        }

        return logOdds;
    }
}

/// <summary>A member at work: its memory is reused from row to row. Not thread-safe.</summary>
internal abstract class MemberScorer
{
    /// <summary>The log-odds that contributions start from.</summary>
    public abstract double Expected { get; }

    public abstract double LogOdds(ReadOnlySpan<double> row);

    /// <summary>The log-odds, and what each column adds to <see cref="Expected"/>; together they give the log-odds, but for rounding.</summary>
    /// <param name="into">A number per column, overwritten.</param>
    public abstract double Explain(ReadOnlySpan<double> row, Span<double> into);
}

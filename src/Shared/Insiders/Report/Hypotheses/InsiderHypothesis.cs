using System.Text.Json.Serialization;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>A claim about the members, and what the history says of it.</summary>
/// <param name="Key"><c>h1</c> to <c>h5</c>.</param>
/// <param name="Claim">What is claimed, with how it is measured.</param>
/// <param name="Holds">Whether the figure agrees with the claim.</param>
/// <param name="IsCertain">Whether its whole interval says the same.</param>
/// <param name="Figure">What decides, with its 95% interval.</param>
/// <param name="Threshold">What it must exceed (<c>h3</c>: stay below).</param>
/// <param name="Sentence">What was found.</param>
public sealed record InsiderHypothesis(string Key, LocalText Claim, bool Holds, bool IsCertain, Estimate Figure, double Threshold, LocalText Sentence)
{
    /// <summary>Whether it holds, in words.</summary>
    [JsonIgnore]
    public LocalText Verdict => HypothesisTexts.Verdict(this);
}

/// <summary>The five claims of the programme's founders, judged.</summary>
public sealed record InsiderHypotheses(IReadOnlyList<InsiderHypothesis> Claims, RevenueQuarters Quarters)
{
    /// <summary>H1 and H2: of lines and of revenue.</summary>
    internal const double LeastShare = 0.1;

    /// <summary>H4: above everyone's median.</summary>
    internal const double LeastLead = 0.1;

    /// <param name="members">Per customer; at least one is a member and one is not, else null is given.</param>
    /// <exception cref="ArgumentException">There is not one mark per customer.</exception>
    public static InsiderHypotheses? Of(PurchaseTable purchases, IReadOnlyList<bool> members, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count != purchases.Count)
        {
            throw new ArgumentException($"There are {members.Count} marks for {purchases.Count} customers.", nameof(members));
        }

        bool[] sampled = [.. CustomerResamples.Sample(purchases.Count).Select(customer => members[customer])];
        if (!sampled.Contains(true) || !sampled.Contains(false))
        {
            return null;
        }

        var measured = new HypothesisFigures(purchases, members, [.. Enumerable.Range(0, purchases.Count)]);
        Estimate[] figures = CustomerResamples.Intervals(purchases.Count, Drawn, HypothesisFigures.Count, cancellation);
        var quarters = new RevenueQuarters(
            [figures[HypothesisFigures.Quarters], figures[HypothesisFigures.Quarters + 1], figures[HypothesisFigures.Quarters + 2], figures[HypothesisFigures.Quarters + 3]]);
        Estimate lead = figures[HypothesisFigures.ThirdQuarterLead];
        return new InsiderHypotheses(
            [
                Above("h1", LeastShare, figures[HypothesisFigures.Lines], HypothesisTexts.Lines(figures[HypothesisFigures.Lines], measured.UnitShare)),
                Above("h2", LeastShare, figures[HypothesisFigures.Revenue], HypothesisTexts.Revenue(figures[HypothesisFigures.Revenue])),
                FewerReturns(figures[HypothesisFigures.Returns], measured),
                Above("h4", LeastLead, figures[HypothesisFigures.MedianLead], HypothesisTexts.MedianLead(figures[HypothesisFigures.MedianLead], measured)),
                new InsiderHypothesis("h5", HypothesisTexts.Claim("h5"), lead.Value > 0, lead.IsClearOf(0), quarters.Shares[2], quarters.MostOfOthers, HypothesisTexts.Quarters(quarters, measured.TopQuarter)),
            ],
            quarters);

        DrawnCustomers Drawn(int[] customers)
        {
            HypothesisFigures drawn = customers.Length == purchases.Count ? measured : new HypothesisFigures(purchases, members, customers);
            return new DrawnCustomers(drawn.Members, drawn.Write);
        }
    }

    private static InsiderHypothesis Above(string key, double threshold, Estimate figure, LocalText sentence) =>
        new(key, HypothesisTexts.Claim(key), figure.Value > threshold, figure.IsClearOf(threshold), figure, threshold, sentence);

    private static InsiderHypothesis FewerReturns(Estimate difference, HypothesisFigures measured) =>
        new("h3", HypothesisTexts.Claim("h3"), difference.Value < 0, difference.IsClearOf(0), difference, 0, HypothesisTexts.Returns(difference, measured));
}

/// <summary>
/// Where the members' revenue comes from: customers are put in order of revenue, all of them, and cut into four quarters; the shares say which part of the
/// members' revenue comes from members in each. Customers of equal revenue are in the same quarter.
/// </summary>
/// <param name="Shares">Of the quarter with the least revenue first; 1 together.</param>
public sealed record RevenueQuarters(IReadOnlyList<Estimate> Shares)
{
    internal double MostOfOthers => Math.Max(Shares[0].Value, Math.Max(Shares[1].Value, Shares[3].Value));
}

using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions.Web;

/// <summary>A thing that customers are like, across the segments of a proposal.</summary>
/// <param name="Cells">One for each segment; null where none of its customers has an answer.</param>
/// <param name="IsShare">The means are shares, of yes or of a category.</param>
public sealed record HeatRow(LocalText Title, bool IsShare, IReadOnlyList<ProfiledFeature?> Cells)
{
    /// <summary>How strongly it tells one of the segments from everyone else.</summary>
    public double Strength => Cells.Max(cell => Math.Abs(cell?.EffectSize ?? 0));
}

/// <summary>Profiles as a heat map: features against segments, coloured by the index against everyone.</summary>
public static class ProfileHeat
{
    /// <summary>From where on an index is of the next warmer colour; 100 is everyone's. Steps down mirror those up: half is as far as double.</summary>
    private static readonly (double From, string Band)[] Bands =
        [(200, "up3"), (130, "up2"), (110, "up1"), (1 / 1.1 * 100, "even"), (1 / 1.3 * 100, "down1"), (50, "down2")];

    /// <summary>The strongest differences first.</summary>
    public static IReadOnlyList<HeatRow> Rows(ProposalView proposal, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(schema);
        ProfiledFeature[] all = [.. proposal.Segments.SelectMany(segment => segment.Profile ?? [])];
        return
        [
            .. all.DistinctBy(feature => feature.Name)
                .Select(feature => new HeatRow(
                    feature.Title, IsShare(schema, feature), [.. proposal.Segments.Select(segment => segment.Profile?.FirstOrDefault(each => each.Name == feature.Name))]))
                .OrderByDescending(row => row.Strength),
        ];
    }

    /// <summary>The name of the colour: <c>up3</c> to <c>up1</c>, <c>even</c>, <c>down1</c> to <c>down3</c>.</summary>
    public static string Band(double index) => Array.Find(Bands, each => index >= each.From).Band ?? "down3";

    private static bool IsShare(Schema schema, ProfiledFeature feature) =>
        feature.Name.Contains('=', StringComparison.Ordinal) || schema.Fields.Any(field => field.Name == feature.Name && field.Type == FieldType.Boolean);
}

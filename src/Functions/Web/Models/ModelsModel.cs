using Clientele.Campaign;
using Clientele.Insiders;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Segments;
using Microsoft.AspNetCore.Http.Extensions;

namespace Clientele.Functions.Web;

/// <summary>What the page of models shows.</summary>
public sealed record ModelsModel
{
    private const int ShortVersion = 8;

    public required Language Language { get; init; }

    /// <summary>May promote, roll back, release, score again and change the economics.</summary>
    public required bool IsOperator { get; init; }

    public required IReadOnlyList<ModelFamily> Families { get; init; }

    /// <summary>Of all families.</summary>
    public required IReadOnlyList<Schema> Schemas { get; init; }

    /// <summary>The one that is shown; null where there is none at all.</summary>
    public ModelFamily? Family { get; init; }

    /// <summary>Of the family; null while it has no version.</summary>
    public ShownVersion? Shown { get; init; }

    /// <summary>Two versions side by side; null where there are not two.</summary>
    public VersionPair? Pair { get; init; }

    /// <summary>The version shown under what a contact costs and a response brings; null of other kinds than the response.</summary>
    public PricedVersion? Priced { get; init; }

    public ModelsNotice? Notice { get; init; }

    public Schema? Schema => Schemas.FirstOrDefault(schema => schema.Id == Family?.Schema);

    public bool IsResponse => Family?.Kind == ResponseModel.Kind;

    /// <summary>Whether customers can be scored again with what is champion now.</summary>
    public bool CanScoreAgain => Family is { Champion: not null } && Family.Kind != InsiderModel.Kind;

    /// <summary>The champion that a rollback leads to, if its files can be used; null where there was none before.</summary>
    public string? Earlier => Family is { Champion: { } champion }
        ? new ChampionAlias(ChampionAlias.CurrentFormatVersion, champion, Family.Pinned, Family.Demonstration, Family.History).Earlier() is [var first, ..] ? first.Version : null
        : null;

    /// <summary>The beginning of a version's name, for people.</summary>
    public static string Short(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version[..Math.Min(ShortVersion, version.Length)];
    }

    /// <summary>The page about a family, or about one of its versions.</summary>
    public static string Address(string schema, string kind, string? version = null)
    {
        var query = new QueryBuilder { { "schema", schema }, { "kind", kind } };
        if (version is not null)
        {
            query.Add("version", version);
        }

        return ModelsPages.Path + query.ToQueryString();
    }
}

/// <summary>A version with what training found of it.</summary>
/// <param name="Manifest">Null where its files are refused, as what follows.</param>
/// <param name="Response">Of its kind only, as the next two.</param>
/// <param name="Refusal">Why its files cannot be used, in English; null where they can.</param>
public sealed record ShownVersion(
    ModelView View, ModelManifest? Manifest, ResponseEvaluation? Response = null, SegmentEvaluation? Segments = null, InsiderEvaluation? Insiders = null, string? Refusal = null);

/// <summary>Two versions side by side.</summary>
/// <param name="Paired">Both on the same customers, of whom neither was trained on, where the gate found enough.</param>
public sealed record VersionPair(ShownVersion First, ShownVersion Second, PairedFigures? Paired);

/// <summary>A version of the response under some economics.</summary>
/// <param name="Asked">As typed, else those in force.</param>
/// <param name="InForce">Null where the schema has none.</param>
/// <param name="Figures">Null where what was typed is wrong.</param>
/// <param name="Published">What the lists use; null where nothing can be said of it.</param>
public sealed record PricedVersion(AskedEconomics Asked, Economics? InForce, PricedFigures? Figures, ObjectivesView? Published);

/// <summary>What contacting customers brings, by those that training judged out of fold.</summary>
/// <param name="Customers">How many these are.</param>
/// <param name="Curve">From nobody contacted to everybody.</param>
/// <param name="Objectives">Aggressive, moderate, balanced, frugal.</param>
public sealed record PricedFigures(
    int Customers, Economics Economics, IReadOnlyList<ProfitStep> Curve, IReadOnlyList<Objective> Objectives, int ContactsAtBreakEven, double ProfitAtBreakEven)
{
    public static PricedFigures Of(OutOfFold judged, Economics economics, ObjectiveRules rules)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(economics);
        int contacts = 0;
        double responses = 0;
        for (int i = 0; i < judged.Count; i++)
        {
            if (judged.Probabilities[i] >= economics.BreakEven)
            {
                contacts++;
                responses += judged.Labels[i];
            }
        }

        return new PricedFigures(
            judged.Count,
            economics,
            EvaluationCurves.Profit(judged.Labels, judged.Probabilities, economics),
            [.. Campaign.Objectives.Choose(judged.Labels, judged.Probabilities, economics, rules).All()],
            contacts,
            (responses * economics.ResponseValue) - (contacts * economics.ContactCost));
    }
}

/// <summary>What a form came to.</summary>
/// <param name="Key">Of its sentence.</param>
/// <param name="Arguments">That the sentence takes.</param>
/// <param name="Detail">More, in English; null for none.</param>
public sealed record ModelsNotice(string Key, bool IsGood, IReadOnlyList<string> Arguments, string? Detail = null);

using Clientele.Insiders;
using Clientele.Runs.Insiders;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>What the page about the loyalty programme shows.</summary>
public sealed record InsidersModel
{
    public required SchemaChoice Schemas { get; init; }

    public required Language Language { get; init; }

    /// <summary>Of the newest upload that finished; null where there is none, or it is no longer kept.</summary>
    public InsiderReport? Report { get; init; }

    /// <summary>Whether an upload has finished.</summary>
    public bool HasProgramme { get; init; }

    /// <summary>As of the newest upload, the one with the most revenue per customer first.</summary>
    public IReadOnlyList<InsiderGroup> Groups { get; init; } = [];

    /// <summary>Of the run; null where its row is no longer kept.</summary>
    public InsiderRunNotes? Notes { get; init; }

    /// <summary>The address of the list with a filter.</summary>
    /// <param name="who">One of <see cref="InsiderListModel.WhoChoices"/>; null for everybody.</param>
    /// <param name="cluster">Null: of all groups.</param>
    public string ListAddress(string? who = null, int? cluster = null) => InsiderListModel.Address(InsidersPages.ListPath, Schemas.Parameter, who, cluster, sort: null, page: 1);

    /// <summary>The address of the report as a document of its own.</summary>
    public string PrintAddress() => InsiderListModel.Address(InsidersPages.ReportPath, Schemas.Parameter, who: null, cluster: null, sort: null, page: 1);
}

/// <summary>What is worth knowing of the run that made a report.</summary>
/// <param name="Warnings">Sentences in English.</param>
/// <param name="DriftPsi">The largest population stability index of the customers against those that the groups were made of; 0 where none was compared.</param>
/// <param name="DriftFeature">In which feature; null for none.</param>
public sealed record InsiderRunNotes(IReadOnlyList<string> Warnings, double DriftPsi, PurchaseFeature? DriftFeature);

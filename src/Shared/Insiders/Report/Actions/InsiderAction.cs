using System.Text.Json.Serialization;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What marketing can do with a group.</summary>
public enum InsiderActionKind
{
    /// <summary>Bring back customers who have long not bought.</summary>
    WinBack,

    /// <summary>Have active customers buy more often.</summary>
    RaiseFrequency,

    /// <summary>Have active customers buy more at a time.</summary>
    RaiseBasket,

    /// <summary>Have less sent back.</summary>
    ReduceReturns,

    /// <summary>Keep the best from going.</summary>
    Protect,
}

/// <summary>An action for a group, with what it could bring.</summary>
/// <param name="Cluster">Its <see cref="InsiderCluster.Id"/>.</param>
/// <param name="ClusterName">As people call it.</param>
/// <param name="Customers">Whom it is for: identified ones only.</param>
/// <param name="Prize">Money a year if it works as assumed, before its costs. Prizes of a group overlap: they are not to be added.</param>
/// <param name="Sentence">What to do.</param>
/// <param name="Basis">How the prize was computed, with its assumptions.</param>
public sealed record InsiderAction(int Cluster, LocalText ClusterName, InsiderActionKind Kind, int Customers, double Prize, LocalText Sentence, LocalText Basis)
{
    /// <summary>The kind, in words.</summary>
    [JsonIgnore]
    public LocalText Title => ActionTexts.Title(Kind);
}

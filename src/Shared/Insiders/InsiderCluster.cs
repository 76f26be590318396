using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>A group of customers who buy alike.</summary>
/// <param name="Id">1 and up; kept from version to version as long as it is the same group, never given twice.</param>
/// <param name="Name">Made of what tells the group apart.</param>
/// <param name="Insider">Whether it is one of the groups that carry the most revenue per customer.</param>
public sealed record InsiderCluster(int Id, LocalText Name, bool Insider);

using Clientele.Schemas;

namespace Clientele.Runs.Insiders;

/// <summary>A cluster of the newest upload, and who came into the programme and fell out of it since the one before.</summary>
/// <param name="Id">Of the cluster.</param>
/// <param name="Insider">One of the groups that carry the most revenue per customer.</param>
/// <param name="Customers">Of the cluster, in the programme or not.</param>
/// <param name="Members">Of them, those in the programme.</param>
/// <param name="Entered">Customers known before who were no members then.</param>
/// <param name="New">Members who were no customers before.</param>
/// <param name="Left">Members before who are none now.</param>
public sealed record InsiderGroup(int Id, LocalText Name, bool Insider, int Customers, int Members, int Entered, int New, int Left);

/// <summary>The report of the newest upload that finished.</summary>
/// <param name="Run">Of that upload.</param>
/// <param name="Content">Null where it is no longer kept: results are removed after some days. The run, tried again, writes it anew.</param>
public sealed record InsiderReportFile(string Run, BinaryData? Content);

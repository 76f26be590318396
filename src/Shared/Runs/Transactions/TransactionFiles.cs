using System.Globalization;

namespace Clientele.Runs.Transactions;

/// <summary>Names of what a run over transactions leaves behind, beside those of <see cref="Scoring.ScoreFiles"/>.</summary>
internal static class TransactionFiles
{
    /// <summary>In <c>results</c>: the customers of a bucket, of all lines that count.</summary>
    public static string Customers(RunId run, int bucket) => string.Create(CultureInfo.InvariantCulture, $"{run}/parts/customers-{bucket:D2}");

    /// <summary>In <c>results</c>: what customers are expected to buy.</summary>
    public static string Value(RunId run) => $"{run}/parts/value.json";

    public static string ReportPage(RunId run) => $"{run}/report.html";

    public static string ReportText(RunId run) => $"{run}/report.md";

    public static string ReportData(RunId run) => $"{run}/report.json";
}

/// <summary>What outlives a run, in <c>index</c>: the lines that each upload brought, for files that are appended, and who was in the programme.</summary>
internal static class TransactionIndex
{
    private const string Whole = ".whole";
    private const string Append = ".append";

    /// <summary>The alias to the newest run that finished.</summary>
    public static string Current(string schema) => $"{schema}/insiders.json";

    /// <summary>Lines of a bucket that one upload brought.</summary>
    public static string Lines(string schema, string history, int bucket) => string.Create(CultureInfo.InvariantCulture, $"{schema}/lines/{history}/{bucket:D2}");

    /// <summary>There once every bucket is.</summary>
    public static string LinesComplete(string schema, string history) => $"{schema}/lines/{history}/complete";

    public static string LinesOf(string schema) => $"{schema}/lines/";

    /// <summary>Name of an upload's lines.</summary>
    public static string History(RunId run, bool append) => run.Value + (append ? Append : Whole);

    public static bool IsWhole(string history) => history.EndsWith(Whole, StringComparison.Ordinal);

    public static string RunOf(string history) => history[..history.LastIndexOf('.')];

    /// <summary>Who of a bucket was in which cluster and in the programme after a run.</summary>
    public static string Members(string schema, string run, int bucket) => string.Create(CultureInfo.InvariantCulture, $"{schema}/members/{run}/{bucket:D2}");

    public static string MembersOf(string schema) => $"{schema}/members/";
}

using Azure.Data.Tables;

namespace Clientele.Runs.Scoring;

/// <summary>What a customer's row says of its two newest uploads, and which of them a new result displaces.</summary>
internal readonly record struct CustomerState(string Run, double Probability, string PreviousRun)
{
    public static CustomerState From(TableEntity row)
        => new(row.Text("Run"), row.GetDouble("Probability") ?? 0, row.Text("PreviousRun"));

    /// <summary>Rule 9: of each upload the highest attempt, then the two greatest run ids.</summary>
    public CustomerChange ChangeBy(string run)
    {
        if (SameUpload(run, Run))
        {
            return After(run, Run) ? CustomerChange.ReplacesCurrent : CustomerChange.None;
        }

        if (After(run, Run))
        {
            return CustomerChange.BecomesCurrent;
        }

        return PreviousRun.Length == 0 || After(run, PreviousRun) ? CustomerChange.BecomesPrevious : CustomerChange.None;
    }

    public static bool After(string run, string other) => string.CompareOrdinal(run, other) > 0;

    private static bool SameUpload(string run, string other) => run.AsSpan(0, run.Length - 3).SequenceEqual(other.AsSpan(0, Math.Max(0, other.Length - 3)));
}

internal enum CustomerChange
{
    /// <summary>The row is as new as the result, or newer.</summary>
    None,

    /// <summary>A newer upload: what was current becomes previous.</summary>
    BecomesCurrent,

    /// <summary>A newer attempt at the same upload: what was previous stays.</summary>
    ReplacesCurrent,

    /// <summary>An older upload that comes late: only the previous columns change.</summary>
    BecomesPrevious,
}

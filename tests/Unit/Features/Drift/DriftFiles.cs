using System.Text;
using Clientele.Features;
using Clientele.Features.Drift;
using Clientele.Schemas;
using Clientele.Tests.Campaign;

namespace Clientele.Tests.Features.Drift;

/// <summary>Files of sample customers and the profile of those that a model learnt from.</summary>
internal static class DriftFiles
{
    public const int TrainingRows = 2000;

    public static TrainingProfile Profile { get; } = Fit(SampleCustomers.Rows(TrainingRows));

    public static TrainingProfile Fit(TrainingRows rows)
        => TrainingProfile.Fit(rows, [.. Enumerable.Range(0, rows.Count).Select(row => Probability(Copy(rows, row)))]);

    /// <summary>Stands in for a model: it sees visits and membership.</summary>
    public static double Probability(TypedRecord record)
        => 1 / (1 + Math.Exp(3 - (0.1 * record.Numbers[SampleCustomers.Visits]) - record.Numbers[SampleCustomers.Member]));

    /// <summary>Customers from a number on; those of training are 0 to 1999.</summary>
    public static IEnumerable<TypedRecord> Customers(int from, int count, Action<TypedRecord, int>? change = null)
    {
        for (int i = 0; i < count; i++)
        {
            TypedRecord record = SampleCustomers.Customer(from + i);
            change?.Invoke(record, i);
            yield return record;
        }
    }

    public static ProfileCounter Count(TrainingProfile profile, IEnumerable<TypedRecord> records)
    {
        var counter = new ProfileCounter(profile);
        foreach (TypedRecord record in records)
        {
            counter.Add(record, Probability(record));
        }

        return counter;
    }

    public static DriftReport Report(IEnumerable<TypedRecord> records) => DriftReport.Of(Profile, Count(Profile, records));

    public static void SetText(TypedRecord record, int field, string text)
    {
        record.Numbers[field] = text.Length > 0 && record.Schema.Fields[field].IsCategory ? -1 : double.NaN;
        record.SetText(field, Encoding.UTF8.GetBytes(text));
    }

    public static FeatureDrift Of(DriftReport report, string column) => report.Features.Single(each => each.Column == column);

    private static TypedRecord Copy(TrainingRows rows, int row)
    {
        var record = new TypedRecord(rows.Schema);
        rows.CopyTo(row, record);
        return record;
    }
}

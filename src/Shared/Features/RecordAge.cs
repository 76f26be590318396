using System.Runtime.CompilerServices;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>Dates and years as models see them: counted back from the day on which the record was true.</summary>
internal static class RecordAge
{
    /// <summary>The value of a number, date, year or yes/no field; days for a date, years for a year; one NaN and one zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Relative(SchemaField field, TypedRecord record, int index)
    {
        double value = record.Numbers[index];
        if (double.IsNaN(value))
        {
            return double.NaN;
        }

        return (field.Type == FieldType.Date ? record.AsOf - value : field.IsYear ? YearOf(record.AsOf) - value : value) + 0.0;
    }

    public static int YearOf(int asOf) => DateOnly.FromDayNumber(Math.Clamp(asOf, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber)).Year;
}

using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>Writes values into an OData filter.</summary>
internal static class QueryFilter
{
    public static string Create(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        object?[] values = Array.ConvertAll(filter.GetArguments(), value => (object?)Literal(value));
        return string.Format(CultureInfo.InvariantCulture, filter.Format, values);
    }

    private static string Literal(object? value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number => Double(number),
        Guid guid => $"guid'{guid:D}'",
        DateTimeOffset time => $"datetime'{time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture)}'",
        DateTime time => Literal(new DateTimeOffset(time.ToUniversalTime())),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => Literal(data.ToArray()),
        null => throw new ArgumentException("A table cannot be asked for a null: absent columns have no value to compare.", nameof(value)),
        _ => throw new NotSupportedException($"A table has no type for {value.GetType().Name}."),
    };

    private static string Double(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return double.IsFinite(number) && text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text;
    }
}

using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>Numbers as their bits, where equal to the last one is the point.</summary>
internal static class Bits
{
    public static IEnumerable<long> Of(Matrix matrix) =>
        Enumerable.Range(0, matrix.Rows).SelectMany(i => matrix.Row(i).ToArray()).Select(BitConverter.DoubleToInt64Bits);
}

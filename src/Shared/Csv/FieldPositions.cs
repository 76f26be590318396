using System.Runtime.CompilerServices;

namespace Clientele.Csv;

/// <summary>
/// A record's fields as positions in its bytes. Field i starts at element i of <paramref name="starts"/> plus <paramref name="gap"/>, and ends in front of element i of
/// <paramref name="ends"/>. How many there are, the caller knows.
/// </summary>
internal readonly ref struct FieldPositions(ref byte bytes, ref int starts, int gap, ref int ends)
{
    public readonly ref byte Bytes = ref bytes;
    public readonly ref int Starts = ref starts;
    public readonly ref int Ends = ref ends;
    public readonly int Gap = gap;

    /// <summary>The field's first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Field(int field, out int length)
    {
        int start = Unsafe.Add(ref Starts, field) + Gap;
        length = Unsafe.Add(ref Ends, field) - start;
        return ref Unsafe.Add(ref Bytes, start);
    }
}

namespace Clientele.Learning;

/// <summary>The rows of a <see cref="KernelMatrix"/> that were used last, as many as the memory allows; at least two.</summary>
internal sealed class KernelRowCache
{
    private readonly KernelMatrix _kernel;
    private readonly int _capacity;
    private readonly List<Slot> _slots = [];
    private readonly Slot?[] _slotOfRow;
    private long _uses;

    public KernelRowCache(KernelMatrix kernel, long bytes)
    {
        _kernel = kernel;
        _capacity = (int)Math.Clamp(bytes / (sizeof(float) * (long)kernel.PaddedRows), 2, Math.Max(2, kernel.Rows));
        _slotOfRow = new Slot?[kernel.Rows];
    }

    /// <summary>K(row, 0) … K(row, length − 1), good until another two rows have been asked for.</summary>
    public ReadOnlySpan<float> Row(int row, int length)
    {
        Slot slot = _slotOfRow[row] ?? Seat(row);
        slot.LastUse = ++_uses;
        if (slot.Length < length)
        {
            _kernel.Fill(row, slot.Length, length, slot.Values);
            slot.Length = length;
        }

        return slot.Values.AsSpan(0, length);
    }

    /// <summary>Exchanges rows and columns i &lt; j of every pair, in turn, here and in the kernel.</summary>
    public void Swap(List<(int First, int Second)> pairs)
    {
        foreach ((int i, int j) in pairs)
        {
            _kernel.Swap(i, j);
            (_slotOfRow[i], _slotOfRow[j]) = (_slotOfRow[j], _slotOfRow[i]);
        }

        // Row by row, so that each row is in the processor's cache while all pairs are exchanged.
        foreach (Slot slot in _slots)
        {
            foreach ((int i, int j) in pairs)
            {
                if (j < slot.Length)
                {
                    (slot.Values[i], slot.Values[j]) = (slot.Values[j], slot.Values[i]);
                }
                else if (i < slot.Length)
                {
                    // What belongs at i was never computed.
                    slot.Length = i;
                }
            }
        }
    }

    private Slot Seat(int row)
    {
        Slot? slot;
        if (_slots.Count < _capacity)
        {
            slot = new Slot(new float[_kernel.PaddedRows]);
            _slots.Add(slot);
        }
        else
        {
            // A look at every slot costs far less than the row that is about to be computed.
            slot = _slots.MinBy(each => each.LastUse)!;
            _slotOfRow[Array.IndexOf(_slotOfRow, slot)] = null;
            slot.Length = 0;
        }

        return _slotOfRow[row] = slot;
    }

    private sealed class Slot(float[] values)
    {
        public float[] Values { get; } = values;

        /// <summary>How many of the values are valid.</summary>
        public int Length { get; set; }

        public long LastUse { get; set; }
    }
}

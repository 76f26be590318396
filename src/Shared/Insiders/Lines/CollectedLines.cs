using System.Buffers;

namespace Clientele.Insiders;

/// <summary>The lines of a chunk in the order of the file, each with its invoice's slot. Memory is pooled.</summary>
internal sealed class CollectedLines : IDisposable
{
    private const int FirstLines = 16 * 1024;

    private InvoiceLine[] _lines = ArrayPool<InvoiceLine>.Shared.Rent(FirstLines);
    private int[] _invoices = ArrayPool<int>.Shared.Rent(FirstLines);

    public int Count { get; private set; }

    public ReadOnlySpan<InvoiceLine> Lines => _lines.AsSpan(0, Count);

    /// <summary>Of each line the slot of its invoice.</summary>
    public ReadOnlySpan<int> Invoices => _invoices.AsSpan(0, Count);

    public void Add(int invoice, in InvoiceLine line)
    {
        if (Count == _lines.Length || Count == _invoices.Length)
        {
            Grow(ref _lines);
            Grow(ref _invoices);
        }

        _lines[Count] = line;
        _invoices[Count++] = invoice;
    }

    public void Dispose()
    {
        Count = 0;
        Return(ref _lines);
        Return(ref _invoices);
    }

    private void Grow<T>(ref T[] items)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(Count * 2);
        items.AsSpan(0, Count).CopyTo(larger);
        Return(ref items);
        items = larger;
    }

    private static void Return<T>(ref T[] items)
    {
        T[] old = Interlocked.Exchange(ref items, []);
        if (old.Length > 0)
        {
            ArrayPool<T>.Shared.Return(old);
        }
    }
}

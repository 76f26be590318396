using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>
/// Makes one section of many of the same bucket. In whatever order and by however many steps they come together, the result is the same: an invoice that was
/// cut into pieces is whole again, and lines that occur more than once are counted together. Of each section one invoice is in memory.
/// </summary>
internal static class LineMerge
{
    /// <param name="sections">Not moved yet; disposed of by the caller.</param>
    /// <param name="into">Finished at the end.</param>
    /// <param name="cancellation">Between customers and reads.</param>
    /// <exception cref="InvalidDataException">A section is broken.</exception>
    public static async Task MergeAsync(IReadOnlyList<SectionReader> sections, ILineSink into, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sections);
        ArgumentNullException.ThrowIfNull(into);
        var customers = new SectionHeap(sections.Count, static (a, b) => a.Key.SequenceCompareTo(b.Key));
        foreach (SectionReader section in sections)
        {
            await PushAsync(customers, section, SectionEntry.Customer, cancellation);
        }

        var invoices = new SectionHeap(sections.Count, static (a, b) => a.Number.SequenceCompareTo(b.Number));
        var same = new List<SectionReader>(sections.Count);
        using var union = new LineUnion();
        while (customers.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            customers.PopEqual(same);
            into.Customer(same[0].Key, same[0].Id, same.Exists(static section => section.IsIdentified));
            if (same.Count == 1)
            {
                await CopyInvoicesAsync(same[0], into, cancellation);
                PushCustomer(customers, same[0]);
            }
            else
            {
                SectionReader[] own = [.. same];
                await MergeInvoicesAsync(own, invoices, same, union, into, cancellation);
                foreach (SectionReader section in own)
                {
                    PushCustomer(customers, section);
                }
            }

            await into.FlushAsync(cancellation);
        }

        await into.FinishAsync(cancellation);
    }

    private static async ValueTask CopyInvoicesAsync(SectionReader section, ILineSink into, CancellationToken cancellation)
    {
        while (await section.MoveAsync(cancellation) == SectionEntry.Invoice)
        {
            into.Invoice(section.Number, section.FirstDay, section.Lines);
        }
    }

    private static async ValueTask MergeInvoicesAsync(
        SectionReader[] sections, SectionHeap heap, List<SectionReader> same, LineUnion union, ILineSink into, CancellationToken cancellation)
    {
        foreach (SectionReader section in sections)
        {
            await PushAsync(heap, section, SectionEntry.Invoice, cancellation);
        }

        while (heap.Count > 0)
        {
            heap.PopEqual(same);
            SectionReader first = same[0];
            if (same.Count == 1)
            {
                into.Invoice(first.Number, first.FirstDay, first.Lines);
            }
            else
            {
                (ByteBuffer lines, int firstDay) = union.Of(same);
                into.Invoice(first.Number, firstDay, lines.Written.Span);
            }

            foreach (SectionReader section in same)
            {
                await PushAsync(heap, section, SectionEntry.Invoice, cancellation);
            }
        }
    }

    private static async ValueTask PushAsync(SectionHeap heap, SectionReader section, SectionEntry wanted, CancellationToken cancellation)
    {
        if (await section.MoveAsync(cancellation) == wanted)
        {
            heap.Push(section);
        }
    }

    private static void PushCustomer(SectionHeap heap, SectionReader section)
    {
        if (section.Entry == SectionEntry.Customer)
        {
            heap.Push(section);
        }
    }
}

/// <summary>Sections by what stands next in them, the least one first.</summary>
internal sealed class SectionHeap(int capacity, Comparison<SectionReader> compare)
{
    private readonly SectionReader[] _heap = new SectionReader[capacity];

    public int Count { get; private set; }

    public void Push(SectionReader section)
    {
        int at = Count++;
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (compare(_heap[parent], section) <= 0)
            {
                break;
            }

            _heap[at] = _heap[parent];
            at = parent;
        }

        _heap[at] = section;
    }

    /// <summary>Takes the least one and all that equal it.</summary>
    public void PopEqual(List<SectionReader> into)
    {
        into.Clear();
        into.Add(Pop());
        while (Count > 0 && compare(_heap[0], into[0]) == 0)
        {
            into.Add(Pop());
        }
    }

    private SectionReader Pop()
    {
        SectionReader least = _heap[0];
        SectionReader last = _heap[--Count];
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= Count)
            {
                break;
            }

            child += child + 1 < Count && compare(_heap[child + 1], _heap[child]) < 0 ? 1 : 0;
            if (compare(_heap[child], last) >= 0)
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = last;
        return least;
    }
}

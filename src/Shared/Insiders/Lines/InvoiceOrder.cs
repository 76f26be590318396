using System.Buffers;
using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>Puts what was collected into the order of sections, and writes it.</summary>
internal sealed class InvoiceOrder(CollectedInvoices invoices, CollectedLines lines) : IDisposable
{
    private readonly ByteBuffer _written = new(4096);
    private int[] _customers = [];
    private int[] _invoices = [];
    private int[] _lines = [];

    // By customer: where its invoices begin in _invoices; by invoice: where its lines begin in _lines. One more than there are.
    private int[] _firstInvoice = [];
    private int[] _firstLine = [];
    private ulong[] _products = [];
    private bool _isArranged;

    public void Write(int bucket, SectionWriter section)
    {
        if (!_isArranged)
        {
            Arrange();
            _isArranged = true;
        }

        foreach (int customer in _customers)
        {
            ref readonly CollectedCustomer each = ref invoices.Customers[customer];
            if (each.Bucket == bucket && !each.IsDropped)
            {
                section.Customer(invoices.Text(each.Key), invoices.Text(each.Id), each.IsIdentified);
                foreach (int invoice in _invoices.AsSpan(_firstInvoice[customer].._firstInvoice[customer + 1]))
                {
                    WriteInvoice(invoice, section);
                }
            }
        }

        section.End();
    }

    public void Dispose()
    {
        _written.Dispose();
        if (_lines.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_lines);
            _lines = [];
        }
    }

    private void Arrange()
    {
        _customers = [.. Enumerable.Range(0, invoices.CustomerCount)];
        Array.Sort(_customers, CompareCustomers);
        _invoices = new int[invoices.InvoiceCount];
        _firstInvoice = new int[invoices.CustomerCount + 1];
        _firstLine = new int[invoices.InvoiceCount + 1];
        ReadOnlySpan<CollectedInvoice> all = invoices.Invoices;
        int most = 0;
        for (int i = 0; i < all.Length; i++)
        {
            _firstInvoice[all[i].Customer + 1]++;
            _firstLine[i + 1] = _firstLine[i] + all[i].Lines;
            most = Math.Max(most, all[i].Lines);
        }

        for (int i = 0; i < invoices.CustomerCount; i++)
        {
            _firstInvoice[i + 1] += _firstInvoice[i];
        }

        int[] next = [.. _firstInvoice];
        for (int i = 0; i < all.Length; i++)
        {
            _invoices[next[all[i].Customer]++] = i;
        }

        for (int i = 0; i < invoices.CustomerCount; i++)
        {
            _invoices.AsSpan(_firstInvoice[i].._firstInvoice[i + 1]).Sort((a, b) => invoices.Text(invoices.Invoices[a].Number).SequenceCompareTo(invoices.Text(invoices.Invoices[b].Number)));
        }

        _products = new ulong[most];
        _lines = ArrayPool<int>.Shared.Rent(Math.Max(1, lines.Count));
        next = [.. _firstLine];
        ReadOnlySpan<int> invoiceOfLine = lines.Invoices;
        for (int i = 0; i < invoiceOfLine.Length; i++)
        {
            _lines[next[invoiceOfLine[i]]++] = i;
        }
    }

    private int CompareCustomers(int a, int b) => invoices.Text(invoices.Customers[a].Key).SequenceCompareTo(invoices.Text(invoices.Customers[b].Key));

    private void WriteInvoice(int invoice, SectionWriter section)
    {
        ref readonly CollectedInvoice header = ref invoices.Invoices[invoice];
        Span<int> own = _lines.AsSpan(_firstLine[invoice].._firstLine[invoice + 1]);
        SortLines(own);
        _written.Clear();
        for (int i = 0; i < own.Length;)
        {
            InvoiceLine line = lines.Lines[own[i]];
            int same = 1;
            while (i + same < own.Length && InvoiceLine.Compare(line, lines.Lines[own[i + same]]) == 0)
            {
                same++;
            }

            (line with { Count = same }).Write(_written, header.FirstDay);
            i += same;
        }

        section.Invoice(invoices.Text(header.Number), header.FirstDay, _written.Written.Span);
    }

    /// <summary>By product first, as plain numbers, which is many times faster than comparing lines; what has the same product is few.</summary>
    private void SortLines(Span<int> own)
    {
        ReadOnlySpan<InvoiceLine> all = lines.Lines;
        Span<ulong> products = _products.AsSpan(0, own.Length);
        for (int i = 0; i < own.Length; i++)
        {
            products[i] = all[own[i]].Product;
        }

        products.Sort(own);
        for (int from = 0; from < own.Length;)
        {
            int to = from + 1;
            while (to < own.Length && products[to] == products[from])
            {
                to++;
            }

            if (to - from > 1)
            {
                own[from..to].Sort((a, b) => InvoiceLine.Compare(lines.Lines[a], lines.Lines[b]));
            }

            from = to;
        }
    }
}

using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>The lines of an invoice that several sections have a part of.</summary>
internal sealed class LineUnion : IDisposable
{
    private readonly ByteBuffer _lines = new(4096);
    private readonly List<InvoiceLine> _heads = [];
    private readonly List<int> _next = [];

    /// <param name="sections">Each on its part of the invoice.</param>
    /// <returns>All lines, in a buffer that holds until the next call, and their first day.</returns>
    public (ByteBuffer Lines, int FirstDay) Of(List<SectionReader> sections)
    {
        _lines.Clear();
        _heads.Clear();
        _next.Clear();
        int firstDay = int.MaxValue;
        foreach (SectionReader section in sections)
        {
            _heads.Add(default);
            _next.Add(0);
            firstDay = section.Lines.IsEmpty ? firstDay : Math.Min(firstDay, section.FirstDay);
        }

        for (int i = 0; i < sections.Count; i++)
        {
            Advance(sections[i], i);
        }

        while (TryTakeLeast(sections, out InvoiceLine line))
        {
            line.Write(_lines, firstDay);
        }

        return (_lines, _lines.Length == 0 ? 0 : firstDay);
    }

    public void Dispose() => _lines.Dispose();

    /// <summary>The sections of an invoice are few, two nearly always: no heap.</summary>
    private bool TryTakeLeast(List<SectionReader> sections, out InvoiceLine least)
    {
        least = default;
        bool found = false;
        for (int i = 0; i < sections.Count; i++)
        {
            if (_next[i] > 0 && (!found || InvoiceLine.Compare(_heads[i], least) < 0))
            {
                least = _heads[i];
                found = true;
            }
        }

        long count = 0;
        for (int i = 0; found && i < sections.Count; i++)
        {
            if (_next[i] > 0 && InvoiceLine.Compare(_heads[i], least) == 0)
            {
                count = checked(count + _heads[i].Count);
                Advance(sections[i], i);
            }
        }

        least = least with { Count = count };
        return found;
    }

    /// <summary>Where a section's lines end, its next one is −1.</summary>
    private void Advance(SectionReader section, int i)
    {
        ReadOnlySpan<byte> lines = section.Lines;
        if (_next[i] == lines.Length)
        {
            _next[i] = -1;
            return;
        }

        var cursor = new ByteCursor(lines[_next[i]..]);
        InvoiceLine line = InvoiceLine.Read(ref cursor, section.FirstDay);
        if (_next[i] > 0 && InvoiceLine.Compare(_heads[i], line) >= 0)
        {
            throw new InvalidDataException("The lines of an invoice are not in order.");
        }

        _heads[i] = line;
        _next[i] = lines.Length - cursor.Rest().Length;
    }
}

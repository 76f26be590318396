using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>Takes what a merge comes to, in a section's order. What it is given holds during the call.</summary>
internal interface ILineSink
{
    void Customer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, bool identified);

    /// <summary>Of the customer before.</summary>
    /// <exception cref="InvalidDataException">The lines are none that were ever written.</exception>
    void Invoice(ReadOnlySpan<byte> number, int firstDay, ReadOnlySpan<byte> lines);

    /// <summary>After each customer: whoever has much to write may do so now.</summary>
    ValueTask FlushAsync(CancellationToken cancellation);

    /// <summary>After the last customer.</summary>
    ValueTask FinishAsync(CancellationToken cancellation);
}

/// <summary>Writes one section of all that was merged.</summary>
internal sealed class SectionSink : ILineSink, IDisposable
{
    private const int Enough = 1 << 20;

    private readonly Stream _into;
    private readonly ByteBuffer _buffer = new(Enough + (Enough / 4));
    private readonly SectionWriter _section;

    /// <param name="into">Left open.</param>
    public SectionSink(Stream into)
    {
        ArgumentNullException.ThrowIfNull(into);
        _into = into;
        _section = new SectionWriter(_buffer);
    }

    public void Customer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, bool identified) => _section.Customer(key, id, identified);

    public void Invoice(ReadOnlySpan<byte> number, int firstDay, ReadOnlySpan<byte> lines) => _section.Invoice(number, firstDay, lines);

    public ValueTask FlushAsync(CancellationToken cancellation) => _buffer.Length < Enough ? ValueTask.CompletedTask : WriteAsync(cancellation);

    public ValueTask FinishAsync(CancellationToken cancellation)
    {
        _section.End();
        return WriteAsync(cancellation);
    }

    public void Dispose() => _buffer.Dispose();

    private async ValueTask WriteAsync(CancellationToken cancellation)
    {
        await _into.WriteAsync(_buffer.Written, cancellation);
        _buffer.Clear();
    }
}

/// <summary>Gives two the same.</summary>
internal sealed class BothSinks(ILineSink first, ILineSink second) : ILineSink
{
    public void Customer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, bool identified)
    {
        first.Customer(key, id, identified);
        second.Customer(key, id, identified);
    }

    public void Invoice(ReadOnlySpan<byte> number, int firstDay, ReadOnlySpan<byte> lines)
    {
        first.Invoice(number, firstDay, lines);
        second.Invoice(number, firstDay, lines);
    }

    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await first.FlushAsync(cancellation);
        await second.FlushAsync(cancellation);
    }

    public async ValueTask FinishAsync(CancellationToken cancellation)
    {
        await first.FinishAsync(cancellation);
        await second.FinishAsync(cancellation);
    }
}

using System.Buffers.Text;
using System.Globalization;

namespace Clientele.LocalHost.Generate;

/// <summary>Writes cells straight as bytes, and to the stream a block at a time.</summary>
internal sealed class CsvBytes(Stream output, byte delimiter, string lineEnd)
{
    private const int Block = 256 * 1024;

    private readonly byte[] _buffer = new byte[Block];
    private readonly byte[] _lineEnd = System.Text.Encoding.ASCII.GetBytes(lineEnd);
    private int _used;

    /// <summary>There is little room left: flush before the next line.</summary>
    public bool IsNearlyFull => _used > Block - (64 * 1024);

    public void Text(ReadOnlySpan<byte> bytes)
    {
        Raw(bytes);
        Raw(delimiter);
    }

    public void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out int written);
        _used += written;
        Raw(delimiter);
    }

    /// <summary>Two decimals at most, none of them for nothing.</summary>
    public void Price(decimal value)
    {
        value.TryFormat(_buffer.AsSpan(_used), out int written, "0.##", CultureInfo.InvariantCulture);
        _used += written;
        Raw(delimiter);
    }

    public void Date(DateOnly value, string format)
    {
        value.TryFormat(_buffer.AsSpan(_used), out int written, format, CultureInfo.InvariantCulture);
        _used += written;
        Raw(delimiter);
    }

    public void Empty() => Raw(delimiter);

    /// <summary>Ends a line; the delimiter after its last cell goes.</summary>
    public void EndLine()
    {
        _used--;
        Raw(_lineEnd);
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    public async Task FlushAsync(CancellationToken cancellation)
    {
        await output.WriteAsync(_buffer.AsMemory(0, _used), cancellation);
        _used = 0;
    }

    private void Raw(byte value) => _buffer[_used++] = value;
}

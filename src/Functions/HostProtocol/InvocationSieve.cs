using System.Buffers;

namespace Clientele.Functions.HostProtocol;

/// <summary>
/// Picks a few values out of a host's call, <c>{"Data":{…},"Metadata":{…}}</c>, while its bytes pass by. What is not asked for is skipped without being
/// kept: a blob trigger sends the whole blob as one base64 string, which a JSON reader would have to hold in one piece before it could step over it.
/// Checks only as much of JSON as it needs to find its way; the picked values are parsed by their user.
/// </summary>
/// <param name="wanted">Paths of two names, such as <c>Data.message</c>.</param>
/// <param name="bound">Bytes of one picked value.</param>
internal sealed class InvocationSieve(IReadOnlyCollection<string> wanted, int bound)
{
    private const int LongestKey = 128;

    private readonly ArrayBufferWriter<byte> _key = new(LongestKey);
    private readonly ArrayBufferWriter<byte> _value = new(1024);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _picked = new(StringComparer.Ordinal);
    private readonly bool[] _isObject = new bool[3];
    private string _section = "";
    private string _path = "";
    private int _depth;
    private bool _started;
    private bool _inString;
    private bool _escaped;
    private bool _keyNext;
    private bool _inKey;
    private bool _keeping;

    /// <summary>JSON of each wanted value that was there.</summary>
    /// <exception cref="InvalidDataException">The call was cut short.</exception>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Finish()
    {
        if (!_started || _depth != 0 || _inString)
        {
            throw new InvalidDataException("The host's call is not a complete JSON object.");
        }

        return _picked;
    }

    /// <exception cref="InvalidDataException">Not a JSON object, or a wanted value is larger than the bound.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[(_inString ? FeedString(bytes) : FeedStructure(bytes[0]))..];
        }
    }

    private int FeedString(ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            _escaped = false;
            Keep(bytes[..1]);
            return 1;
        }

        int end = bytes.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0)
        {
            Keep(bytes);
            return bytes.Length;
        }

        if (bytes[end] == '\\')
        {
            _escaped = true;
            Keep(bytes[..(end + 1)]);
            return end + 1;
        }

        Keep(bytes[..end]);
        _inString = false;
        bool wasKey = _inKey;
        _inKey = false;
        if (!wasKey)
        {
            Keep("\""u8);
        }

        return end + 1;
    }

    private int FeedStructure(byte next)
    {
        switch (next)
        {
            case (byte)'"':
                Require(_depth > 0);
                _inString = true;
                _inKey = _keyNext;
                if (_inKey)
                {
                    _key.ResetWrittenCount();
                    return 1;
                }

                break;
            case (byte)'{' or (byte)'[':
                Open(next == '{');
                break;
            case (byte)'}' or (byte)']':
                Require(_depth > 0);
                EndValue();
                _depth--;
                _keyNext = false;
                break;
            case (byte)',':
                EndValue();
                _keyNext = _depth is 1 or 2 && _isObject[_depth];
                break;
            case (byte)':' when _depth is 1 or 2 && _isObject[_depth]:
                BeginValue();
                return 1;
            default:
                // Numbers, literals, white space, and colons further in.
                Require(_depth > 0 || next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');
                break;
        }

        Keep([next]);
        return 1;
    }

    private void Open(bool isObject)
    {
        Require(_depth > 0 || (isObject && !_started));
        _started = true;
        _depth++;
        if (_depth <= 2)
        {
            _isObject[_depth] = isObject;
            _keyNext = isObject;
        }
        else
        {
            _keyNext = false;
        }
    }

    private void BeginValue()
    {
        _keyNext = false;
        string key = System.Text.Encoding.UTF8.GetString(_key.WrittenSpan);
        if (_depth == 1)
        {
            _section = key;
            return;
        }

        _path = $"{_section}.{key}";
        _keeping = wanted.Contains(_path, StringComparer.Ordinal);
        _value.ResetWrittenCount();
    }

    private void EndValue()
    {
        if (_depth == 2 && _keeping)
        {
            _picked[_path] = _value.WrittenSpan.ToArray();
            _keeping = false;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_inKey)
        {
            // A longer key is none that is asked for; its beginning is enough to tell.
            _key.Write(bytes[..Math.Min(bytes.Length, LongestKey - _key.WrittenCount)]);
        }
        else if (_keeping)
        {
            if (_value.WrittenCount + bytes.Length > bound)
            {
                throw new InvalidDataException($"The value {_path} of the host's call is larger than {bound} bytes.");
            }

            _value.Write(bytes);
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidDataException("The host's call is not a JSON object.");
        }
    }
}

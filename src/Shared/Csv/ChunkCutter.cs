namespace Clientele.Csv;

/// <summary>The splitter without its stream: UTF-8 in, chunks out. Holds what belongs to the unfinished record, a megabyte and a block at most.</summary>
internal sealed class ChunkCutter
{
    private readonly Queue<CsvChunk> _chunks = [];
    private readonly CsvEncoding _encoding;
    private readonly byte _delimiter;
    private readonly int _chunkBytes;

    // UTF-8 bytes that are sure to fit into the chunk are counted as if each came from this many bytes of the file.
    private readonly int _sourcePerUtf8;

    private byte[] _buffer = [];
    private int _start;
    private int _filled;

    // Where the unfinished record starts.
    private long _offset;
    private long _line;
    private bool _inEndlessLine;
    private int _unclosedQuotes;

    private long _chunkOffset;
    private long _chunkLine;
    private bool _chunkHasRecords;

    public ChunkCutter(CsvSniff sniff, int chunkBytes)
    {
        _encoding = sniff.Dialect.Encoding;
        _delimiter = (byte)sniff.Dialect.Delimiter;
        _chunkBytes = chunkBytes;
        _sourcePerUtf8 = _encoding is CsvEncoding.Utf16LittleEndian or CsvEncoding.Utf16BigEndian ? 2 : 1;
        _offset = _chunkOffset = sniff.FirstRecordOffset;
        _line = _chunkLine = sniff.FirstRecordLine;
    }

    /// <summary>Room for the next bytes.</summary>
    public Memory<byte> Free(int bytes)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
            _filled -= _start;
            _start = 0;
        }

        if (_buffer.Length - _filled < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _filled + bytes));
        }

        return _buffer.AsMemory(_filled, bytes);
    }

    /// <summary>Takes the bytes that were put into <see cref="Free"/> as far as records are complete.</summary>
    public void Filled(int bytes, bool isEnd)
    {
        _filled += bytes;
        while (_start < _filled)
        {
            bool moved = _inEndlessLine ? SkipLine(isEnd) : TakePlainRecords(isEnd) || TakeRecord(isEnd);
            if (!moved)
            {
                return;
            }
        }
    }

    /// <summary>Ends the last chunk, behind the file's last byte.</summary>
    public void Finish() => Cut();

    /// <summary>The next chunk in file order.</summary>
    public bool TryTake(out CsvChunk chunk) => _chunks.TryDequeue(out chunk);

    /// <summary>The fast way: as many whole lines without a quote as fit into the chunk.</summary>
    private bool TakePlainRecords(bool isEnd)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _filled - _start);
        long room = (_chunkBytes - (_offset - _chunkOffset)) / _sourcePerUtf8;
        if (room <= 0 && _offset > _chunkOffset)
        {
            Cut();
            return true;
        }

        ReadOnlySpan<byte> window = bytes[..(int)Math.Clamp(room, 1, bytes.Length)];
        int quote = window.IndexOf(RecordScan.Quote);
        ReadOnlySpan<byte> plain = quote < 0 ? window : window[..quote];
        if (plain.Length > RecordScan.Limit)
        {
            // Some line here may be too long.
            return false;
        }

        int last = plain.LastIndexOfAny(RecordScan.Cr, RecordScan.Lf);
        if (last >= 0 && plain[last] == RecordScan.Cr && (last + 1 < bytes.Length ? bytes[last + 1] == RecordScan.Lf : !isEnd))
        {
            // Its LF is outside: CR LF stays together.
            last = plain[..last].LastIndexOfAny(RecordScan.Cr, RecordScan.Lf);
        }

        if (last >= 0)
        {
            ReadOnlySpan<byte> taken = plain[..(last + 1)];
            Advance(taken.Length, RecordScan.CountLineEnds(taken), taken.ContainsAnyExcept(RecordScan.Cr, RecordScan.Lf));
            return true;
        }

        if (window.Length < bytes.Length && _offset > _chunkOffset)
        {
            RecordScan.Result next = RecordScan.Find(bytes, _delimiter, isEnd);
            if (next.Kind is RecordScan.Outcome.Record && next.Next <= room)
            {
                Advance(next.Next, RecordScan.CountLineEnds(bytes[..next.Next]), next.Content > 0);
                return true;
            }

            Cut();
            return true;
        }

        return false;
    }

    private bool TakeRecord(bool isEnd)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _filled - _start);
        RecordScan.Result found = RecordScan.Find(bytes, _delimiter, isEnd);
        if (found.Kind == RecordScan.Outcome.NeedMore)
        {
            return false;
        }

        if (found.Kind == RecordScan.Outcome.UnclosedQuote || found.EndlessFault == RecordScan.Outcome.UnclosedQuote)
        {
            CountUnclosedQuote();
        }

        if (found.Kind == RecordScan.Outcome.EndlessLine)
        {
            BeginEndlessLine(bytes);
            return true;
        }

        long room = _chunkBytes - (_offset - _chunkOffset);
        if (_offset > _chunkOffset && SourceText.SourceLength(_encoding, bytes[..found.Next]) > room)
        {
            Cut();
        }

        Advance(found.Next, RecordScan.CountLineEnds(bytes[..found.Next]), found.Kind != RecordScan.Outcome.Record || found.Content > 0);
        return true;
    }

    /// <summary>The chunk ends inside the line, behind what decides about it, so that a chunk stays small whatever a line holds.</summary>
    private void BeginEndlessLine(ReadOnlySpan<byte> bytes)
    {
        int decisive = RecordScan.Decisive;
        while (decisive < bytes.Length && (bytes[decisive] & 0xC0) == 0x80)
        {
            decisive++;
        }

        long lines = RecordScan.CountLineEnds(bytes[..decisive]);
        Advance(decisive, lines, hasRecords: true);
        Cut();
        _inEndlessLine = true;
    }

    private bool SkipLine(bool isEnd)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _filled - _start);
        int end = bytes.IndexOfAny(RecordScan.Cr, RecordScan.Lf);
        bool mayBePair = end >= 0 && end + 1 == bytes.Length && bytes[end] == RecordScan.Cr && !isEnd;
        if (mayBePair && end == 0)
        {
            return false;
        }

        bool found = end >= 0 && !mayBePair;
        int length = end < 0 ? bytes.Length : end;
        if (found)
        {
            length += bytes[end] == RecordScan.Cr && end + 1 < bytes.Length && bytes[end + 1] == RecordScan.Lf ? 2 : 1;
            _inEndlessLine = false;
        }

        Advance(length, found ? 1 : 0, hasRecords: false);
        _chunkOffset = _offset;
        _chunkLine = _line;
        return true;
    }

    private void Advance(int utf8Bytes, long lines, bool hasRecords)
    {
        _offset += SourceText.SourceLength(_encoding, _buffer.AsSpan(_start, utf8Bytes));
        _start += utf8Bytes;
        _line += lines;
        _chunkHasRecords |= hasRecords;
    }

    private void Cut()
    {
        if (_chunkHasRecords)
        {
            _chunks.Enqueue(new CsvChunk(_chunkOffset, _offset - _chunkOffset, _chunkLine));
        }

        _chunkOffset = _offset;
        _chunkLine = _line;
        _chunkHasRecords = false;
    }

    private void CountUnclosedQuote()
    {
        if (++_unclosedQuotes > CsvSplitter.MaxUnclosedQuotes)
        {
            throw new CsvFormatException(
                $"More than {CsvSplitter.MaxUnclosedQuotes:N0} lines open a quote (\") that is never closed, the last one seen at line {_line:N0}. Export the file again with its quotes doubled, or without quotes.");
        }
    }
}

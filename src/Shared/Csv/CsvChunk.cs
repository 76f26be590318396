namespace Clientele.Csv;

/// <summary>A byte range of an upload that holds whole records.</summary>
/// <param name="Offset">First byte, from the start of the file.</param>
/// <param name="Length">In bytes of the file.</param>
/// <param name="FirstLine">Physical line of the first byte, from 1.</param>
public readonly record struct CsvChunk(long Offset, long Length, long FirstLine);

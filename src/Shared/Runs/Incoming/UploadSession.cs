namespace Clientele.Runs.Incoming;

/// <summary>What a browser needs to send a file, or the rest of it.</summary>
/// <param name="Id">Names the upload in every later call. Keep it to go on after a break.</param>
/// <param name="BlockBytes">Bytes of each block but the last, which is what is left.</param>
/// <param name="BlockCount">Blocks are numbered from 0.</param>
/// <param name="Address">
/// Where block <c>n</c> goes: <c>PUT address&amp;comp=block&amp;blockid=base64(n as six digits)</c>, its bytes as the body, 201 for done. It can write this one blob
/// and nothing else. A secret: keep it out of logs, page addresses and the browser's storage.
/// </param>
/// <param name="ExpiresOn">After it the service answers 403: ask for a new address by resuming.</param>
/// <param name="BlocksThere">Blocks that have arrived whole, ascending. They need not be sent again.</param>
/// <param name="IsComplete">The whole file has been committed: nothing is left to send.</param>
public sealed record UploadSession(
    string Id, long BlockBytes, int BlockCount, Uri Address, DateTimeOffset ExpiresOn, IReadOnlyList<int> BlocksThere, bool IsComplete);

/// <summary>What committing came to.</summary>
/// <param name="MissingBlocks">Blocks to send first, ascending: they have not come, or not with the right size. None: the file is whole.</param>
public sealed record UploadCommit(IReadOnlyList<int> MissingBlocks)
{
    public bool IsComplete => MissingBlocks.Count == 0;
}

/// <summary>A confirmed upload.</summary>
/// <param name="Name">Path inside <c>uploads</c>; the run's source is <c>uploads/</c> and this.</param>
/// <param name="Run">The id of its first run.</param>
public sealed record ConfirmedUpload(string Name, string Run);

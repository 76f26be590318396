namespace Clientele.Testing;

public enum StorageOperationKind
{
    EnsureExists,
    FindBlob,

    /// <summary>One ranged request of a stream; a long read makes several.</summary>
    ReadBlobRange,
    ReadBlob,
    CreateBlob,
    ReplaceBlob,
    UploadBlob,
    StageBlock,
    ListBlocks,
    CommitBlocks,
    CopyBlob,
    ListBlobs,
    DeleteBlob,
    FindRow,

    /// <summary>One page of rows.</summary>
    ReadRows,
    InsertRow,
    ReplaceRow,
    WriteRows,
    CountRows,
    Send,
}

/// <summary>One request to the service, as the hooks of <see cref="MemoryStorage"/> see it.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Store">The container, table or queue.</param>
/// <param name="Key">Blob name, <c>partition/row</c>, partition, or the message; empty where the whole store is meant.</param>
public readonly record struct StorageOperation(StorageOperationKind Kind, string Store, string Key)
{
    public override string ToString() => $"{Kind} {Store} {Key}";
}

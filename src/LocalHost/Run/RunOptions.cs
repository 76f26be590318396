namespace Clientele.LocalHost.Run;

/// <summary>What was asked for on the command line.</summary>
internal sealed record RunOptions
{
    /// <summary>End when the uploads are worked through, instead of staying up.</summary>
    public bool Once { get; init; }

    /// <summary>Files to score; the shipped sample when none are named.</summary>
    public IReadOnlyList<FileInfo> Uploads { get; init; } = [];

    /// <summary>Schema files to put into storage before the app starts.</summary>
    public IReadOnlyList<FileInfo> Schemas { get; init; } = [];

    /// <summary>Labelled files to train on first.</summary>
    public IReadOnlyList<FileInfo> Training { get; init; } = [];

    /// <summary>One JSON document on standard output, everything else on standard error.</summary>
    public bool Json { get; init; }

    /// <summary>Where Azurite keeps its data.</summary>
    public required DirectoryInfo State { get; init; }

    /// <summary>Forget what the state folder holds.</summary>
    public bool Fresh { get; init; }

    /// <summary>0: any.</summary>
    public int Port { get; init; }

    /// <summary>BlobCreated events instead of the blob trigger.</summary>
    public bool Events { get; init; }

    /// <summary>The built functions app.</summary>
    public required DirectoryInfo App { get; init; }
}

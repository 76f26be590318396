using System.Diagnostics.CodeAnalysis;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Retries, transport and diagnostics of a table client.</summary>
public class TableClientOptions : ClientOptions
{
    public TableClientOptions(ServiceVersion version = ServiceVersion.V2019_02_02) =>
        Version = version == ServiceVersion.V2019_02_02 ? "2019-02-02" : throw new ArgumentOutOfRangeException(nameof(version));

    [SuppressMessage("Naming", "CA1707", Justification = "The package's names.")]
    public enum ServiceVersion
    {
        V2019_02_02 = 1,
    }

    internal string Version { get; }
}

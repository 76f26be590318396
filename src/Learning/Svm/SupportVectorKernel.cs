using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What stands for the inner product of two rows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SupportVectorKernel>))]
public enum SupportVectorKernel
{
    /// <summary>exp(−γ·‖x − z‖²).</summary>
    Rbf,

    /// <summary>x·z.</summary>
    Linear,
}

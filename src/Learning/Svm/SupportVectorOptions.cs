namespace Clientele.Learning;

/// <summary>How a <see cref="SupportVectorClassifier"/> is fitted.</summary>
public sealed record SupportVectorOptions
{
    public SupportVectorKernel Kernel { get; init; } = SupportVectorKernel.Rbf;

    /// <summary>What a unit of hinge loss costs against ½‖w‖²; times the weights of row and class. Above 0.</summary>
    public double C { get; init; } = 1;

    /// <summary>γ of the RBF kernel. 0: 1 / (columns · variance of all values together), as scikit-learn's 'scale'. 0 or more.</summary>
    public double Gamma { get; init; }

    /// <summary>Converged when no pair of rows violates the optimality conditions by this much, in units of the decision value. Above 0.</summary>
    public double Tolerance { get; init; } = 1e-3;

    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <summary>Memory for rows of the kernel matrix, in units of 2²⁰ bytes; two rows are always kept. 1 or more.</summary>
    public int CacheMegabytes { get; init; } = 200;

    /// <summary>Pairs of rows to optimise at most; 0: no limit.</summary>
    public int MaxIterations { get; init; }

    /// <summary>Most threads for the rows of the kernel; 0: as many as cores. The model is the same for any number.</summary>
    public int Threads { get; init; }

    internal static void Check(SupportVectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.ClassWeights, nameof(options));
        Require(Enum.IsDefined(options.Kernel), options.Kernel, "Kernel is Rbf or Linear.");
        Require(options.C > 0 && double.IsFinite(options.C), options.C, "C is above 0.");
        Require(options.Gamma >= 0 && double.IsFinite(options.Gamma), options.Gamma, "Gamma is 0 or more.");
        Require(options.Tolerance > 0 && double.IsFinite(options.Tolerance), options.Tolerance, "Tolerance is above 0.");
        Require(options.CacheMegabytes >= 1, options.CacheMegabytes, "CacheMegabytes is 1 or more.");
        Require(options.MaxIterations >= 0, options.MaxIterations, "MaxIterations is 0 or more.");
        Require(options.Threads >= 0, options.Threads, "Threads is 0 or more.");

    }

    private static void Require(bool holds, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, rule);
        }
    }
}

using Clientele.Schemas;

namespace Clientele.Runs;

/// <summary>The schema that a run was planned with.</summary>
internal static class PlannedSchema
{
    /// <exception cref="RunFailedException">It was changed or removed since.</exception>
    public static async Task<Schema> FindAsync(SchemaSource schemas, RunRow run, RunPlan plan, CancellationToken cancellation)
        => Of(await schemas.CurrentAsync(cancellation), run, plan)
            ?? Of(await schemas.RefreshAsync(cancellation), run, plan)
            ?? throw new RunFailedException($"The schema '{run.Schema}' was changed or removed while the file was worked on. Try again with retry.");

    private static Schema? Of(SchemaCatalog catalog, RunRow run, RunPlan plan)
        => catalog.Find(run.Schema) is { } schema && schema.Fingerprint == plan.SchemaFingerprint ? schema : null;
}

using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>Runs of kind transactions. They are planned like score runs, which says what is wrong with a file; their stages are still to come.</summary>
internal sealed class TransactionRuns(ClienteleStorage storage, RunLedger ledger, SchemaSource schemas, ScoringModels models, RunSettings settings)
    : ScoreRuns(storage, ledger, schemas, models, settings)
{
    public override string Name => RunKindName.Transactions;
}
